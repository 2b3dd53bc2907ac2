package org.imagebuilder.agent.uploads.azure;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs requests to a storage account with its key. */
final class SharedKey {

  private static final String VERSION = "2021-12-02";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final String account;
  private final SecretKeySpec key;

  /** A key that is not Base64 is an {@link IllegalArgumentException} without the key in it. */
  SharedKey(String account, String key) {
    this.account = account;
    this.key = new SecretKeySpec(decoded(key), "HmacSHA256");
  }

  /**
   * The headers to send: the given ones, version, date and the signature.
   *
   * @param query the parameters, not encoded
   */
  Map<String, String> headers(
      String method,
      URI uri,
      Map<String, String> query,
      Map<String, String> headers,
      long length,
      Instant now) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("x-ms-version", VERSION);
    all.put("x-ms-date", TIME.format(now));
    String toSign =
        Stream.of(
                method,
                "",
                "",
                length == 0 ? "" : Long.toString(length),
                all.getOrDefault("Content-MD5", ""),
                all.getOrDefault("Content-Type", ""),
                "",
                "",
                "",
                all.getOrDefault("If-None-Match", ""),
                "",
                "")
            .collect(Collectors.joining("\n", "", "\n" + own(all) + resource(uri, query)));
    all.put("Authorization", "SharedKey " + account + ":" + signature(toSign));
    return all;
  }

  private static String own(Map<String, String> headers) {
    TreeMap<String, String> own = new TreeMap<>();
    headers.forEach((name, value) -> own.put(name.toLowerCase(Locale.ROOT), value.strip()));
    return own.entrySet().stream()
        .filter(header -> header.getKey().startsWith("x-ms-"))
        .map(header -> header.getKey() + ":" + header.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private String resource(URI uri, Map<String, String> query) {
    TreeMap<String, String> sorted = new TreeMap<>();
    query.forEach((name, value) -> sorted.put(name.toLowerCase(Locale.ROOT), value));
    return "/"
        + account
        + uri.getRawPath()
        + sorted.entrySet().stream()
            .map(parameter -> "\n" + parameter.getKey() + ":" + parameter.getValue())
            .collect(Collectors.joining());
  }

  private String signature(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] decoded(String key) {
    try {
      byte[] decoded = Base64.getDecoder().decode(key.strip());
      if (decoded.length > 0) {
        return decoded;
      }
    } catch (IllegalArgumentException e) {
      // Its message quotes what it could not read.
    }
    throw new IllegalArgumentException("The storage account's key is not Base64");
  }
}
