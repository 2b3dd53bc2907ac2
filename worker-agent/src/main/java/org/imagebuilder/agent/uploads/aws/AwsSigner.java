package org.imagebuilder.agent.uploads.aws;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests to Amazon's services (AWS Signature Version 4); see docs/adr/0020 for why it is
 * our own.
 */
final class AwsSigner {

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final String service;
  private final String region;
  private final AwsCredentials credentials;
  private final InstantSource clock;

  AwsSigner(String service, String region, AwsCredentials credentials, InstantSource clock) {
    this.service = service;
    this.region = region;
    this.credentials = credentials;
    this.clock = clock;
  }

  /** All headers to send but Host: the given ones, date, content hash and the signature. */
  Map<String, String> headers(
      String method, URI uri, Map<String, String> query, Map<String, String> headers, String hash) {
    String time = TIME.format(clock.instant());
    Map<String, String> all = new HashMap<>(headers);
    if (service.equals("s3")) {
      all.put("x-amz-content-sha256", hash);
    }
    all.put("x-amz-date", time);
    credentials.sessionToken().ifPresent(token -> all.put("x-amz-security-token", token));
    SortedMap<String, String> signed = lowerCase(all);
    signed.put("host", host(uri));
    String signature = signature(method, uri, query, signed, hash, time);
    all.put(
        "Authorization",
        "%s Credential=%s/%s,SignedHeaders=%s,Signature=%s"
            .formatted(
                ALGORITHM,
                credentials.accessKeyId(),
                scope(time),
                String.join(";", signed.keySet()),
                signature));
    return all;
  }

  /** A URL with which anybody may read the object for a while. */
  URI presigned(URI uri, Duration validity) {
    Instant now = clock.instant();
    String time = TIME.format(now);
    Map<String, String> query = new HashMap<>();
    query.put("X-Amz-Algorithm", ALGORITHM);
    query.put("X-Amz-Credential", credentials.accessKeyId() + "/" + scope(time));
    query.put("X-Amz-Date", time);
    query.put("X-Amz-Expires", Long.toString(validity.toSeconds()));
    query.put("X-Amz-SignedHeaders", "host");
    credentials.sessionToken().ifPresent(token -> query.put("X-Amz-Security-Token", token));
    TreeMap<String, String> signed = new TreeMap<>(Map.of("host", host(uri)));
    query.put("X-Amz-Signature", signature("GET", uri, query, signed, "UNSIGNED-PAYLOAD", time));
    return URI.create(uri + "?" + AwsEncoding.query(query));
  }

  private String signature(
      String method,
      URI uri,
      Map<String, String> query,
      SortedMap<String, String> headers,
      String hash,
      String time) {
    String canonicalHeaders =
        headers.entrySet().stream()
            .map(header -> header.getKey() + ":" + header.getValue().strip() + "\n")
            .collect(Collectors.joining());
    String request =
        String.join(
            "\n",
            method,
            uri.getRawPath(),
            AwsEncoding.query(query),
            canonicalHeaders,
            String.join(";", headers.keySet()),
            hash);
    String toSign = String.join("\n", ALGORITHM, time, scope(time), sha256(bytes(request)));
    byte[] key = hmac(bytes("AWS4" + credentials.secretAccessKey()), time.substring(0, 8));
    for (String part : new String[] {region, service, "aws4_request"}) {
      key = hmac(key, part);
    }
    return HexFormat.of().formatHex(hmac(key, toSign));
  }

  private String scope(String time) {
    return "%s/%s/%s/aws4_request".formatted(time.substring(0, 8), region, service);
  }

  /** As HTTP clients write it: without the scheme's own port. */
  private static String host(URI uri) {
    boolean usual =
        uri.getPort() < 0
            || (uri.getScheme().equals("https") && uri.getPort() == 443)
            || (uri.getScheme().equals("http") && uri.getPort() == 80);
    return usual ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
  }

  private static SortedMap<String, String> lowerCase(Map<String, String> headers) {
    TreeMap<String, String> lower = new TreeMap<>();
    headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    return lower;
  }

  static String sha256(byte[] data) {
    return HexFormat.of().formatHex(digest().digest(data));
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(bytes(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
