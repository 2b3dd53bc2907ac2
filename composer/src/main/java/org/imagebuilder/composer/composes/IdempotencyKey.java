package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.imagebuilder.composer.errors.ErrorCode;

/** A caller's name for one request, and what the request was. */
public record IdempotencyKey(String text, String requestHash) {
  /** Refuses the key where it was used for a request of another hash. */
  public void refuseUnlessFor(String usedForHash) {
    if (!requestHash.equals(usedForHash)) {
      throw ErrorCode.IDEMPOTENCY_KEY_REUSED.because(
          "header Idempotency-Key: was used for another request, take a new one");
    }
  }

  /** The hash leaves secrets out, or a stolen database would help to guess them. */
  public static IdempotencyKey of(String text, ObjectNode redactedRequest) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      StringBuilder canonical = new StringBuilder();
      write(redactedRequest, canonical);
      return new IdempotencyKey(
          text,
          HexFormat.of()
              .formatHex(digest.digest(canonical.toString().getBytes(StandardCharsets.UTF_8))));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** The order of members does not make another request. */
  private static void write(JsonNode node, StringBuilder out) {
    if (node.isObject()) {
      Map<String, JsonNode> sorted = new TreeMap<>();
      node.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
      out.append('{');
      sorted.forEach(
          (name, value) -> {
            out.append(name.length()).append(':').append(name).append('=');
            write(value, out);
          });
      out.append('}');
    } else if (node.isArray()) {
      out.append('[');
      node.forEach(
          item -> {
            write(item, out);
            out.append(',');
          });
      out.append(']');
    } else {
      out.append(node);
    }
  }
}
