package org.imagebuilder.agent.uploads.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Looks at a signed request as Amazon does, by code of its own. */
final class SignatureCheck {

  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/([^/]+)/aws4_request,\\s*"
              + "SignedHeaders=([a-z0-9;-]+),\\s*Signature=([0-9a-f]{64})");

  private final Map<String, String> keys;

  SignatureCheck(Map<String, String> keys) {
    this.keys = keys;
  }

  /** What is wrong with a request; empty: nothing. */
  String problem(HttpExchange exchange, byte[] body) {
    Matcher parts =
        AUTHORIZATION.matcher(
            String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    if (!parts.matches()) {
      return "no signature";
    }
    if (!parts.group(1).equals(keys.get("AWS_ACCESS_KEY_ID"))) {
      return "unknown key";
    }
    if (!Arrays.asList(parts.group(5).split(";", -1)).contains("host")) {
      return "the host is not signed";
    }
    try {
      String hash = hex(MessageDigest.getInstance("SHA-256").digest(body));
      String canonical = canonical(exchange, parts.group(5), hash);
      return sign(parts, exchange.getRequestHeaders().getFirst("x-amz-date"), canonical)
              .equals(parts.group(6))
          ? ""
          : "signature";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String canonical(HttpExchange exchange, String signedHeaders, String hash) {
    String headers =
        Arrays.stream(signedHeaders.split(";", -1))
            .map(name -> name + ":" + exchange.getRequestHeaders().getFirst(name).strip() + "\n")
            .collect(Collectors.joining());
    String query = exchange.getRequestURI().getRawQuery();
    String sorted =
        query == null
            ? ""
            : Arrays.stream(query.split("&", -1)).sorted().collect(Collectors.joining("&"));
    return String.join(
        "\n",
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        sorted,
        headers,
        signedHeaders,
        hash);
  }

  private String sign(Matcher parts, String time, String canonical)
      throws GeneralSecurityException {
    String scope =
        "%s/%s/%s/aws4_request".formatted(parts.group(2), parts.group(3), parts.group(4));
    String digest = hex(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(UTF_8)));
    byte[] key = ("AWS4" + keys.get("AWS_SECRET_ACCESS_KEY")).getBytes(UTF_8);
    for (String step : scope.split("/", -1)) {
      key = hmac(key, step);
    }
    return hex(hmac(key, "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + digest));
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
