package org.imagebuilder.imagebuilder.compliance;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A size as blueprints write it: a number of bytes, or a text with a unit such as 2 GiB. */
final class DataSize {
  private static final Pattern TEXT = Pattern.compile("\\s*(\\d{1,18})\\s*([A-Za-z]*)\\s*");
  private static final Map<String, Long> UNITS =
      Map.of(
          "",
          1L,
          "B",
          1L,
          "kB",
          1_000L,
          "KB",
          1_000L,
          "KiB",
          1L << 10,
          "MB",
          1_000_000L,
          "MiB",
          1L << 20,
          "GB",
          1_000_000_000L,
          "GiB",
          1L << 30,
          "TiB",
          1L << 40);

  private DataSize() {}

  /** The bytes; 0 where the node tells no size. */
  static long bytes(JsonNode node) {
    if (node.isIntegralNumber()) {
      return Math.max(0, node.canConvertToLong() ? node.longValue() : Long.MAX_VALUE);
    }
    Matcher text = TEXT.matcher(node.asText(""));
    Long unit = text.matches() ? UNITS.get(text.group(2)) : null;
    if (unit == null) {
      return 0;
    }
    BigInteger bytes = new BigInteger(text.group(1)).multiply(BigInteger.valueOf(unit));
    return bytes.bitLength() < Long.SIZE ? bytes.longValue() : Long.MAX_VALUE;
  }
}
