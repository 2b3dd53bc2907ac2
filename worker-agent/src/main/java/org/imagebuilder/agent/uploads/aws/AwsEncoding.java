package org.imagebuilder.agent.uploads.aws;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Percent-encoding exactly as S3's signatures want it. */
final class AwsEncoding {

  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private AwsEncoding() {}

  static String value(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b > 0 && UNRESERVED.indexOf(b) >= 0) {
        encoded.append((char) b);
      } else {
        encoded.append("%%%02X".formatted(b & 0xff));
      }
    }
    return encoded.toString();
  }

  /** Slashes stay. */
  static String path(String key) {
    return Arrays.stream(key.split("/", -1))
        .map(AwsEncoding::value)
        .collect(Collectors.joining("/"));
  }

  /** Sorted by name; a parameter without a value keeps its equals sign. */
  static String query(Map<String, String> parameters) {
    return new TreeMap<>(parameters)
        .entrySet().stream()
            .map(entry -> value(entry.getKey()) + "=" + value(entry.getValue()))
            .collect(Collectors.joining("&"));
  }
}
