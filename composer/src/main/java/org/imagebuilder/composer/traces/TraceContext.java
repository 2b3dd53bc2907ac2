package org.imagebuilder.composer.traces;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a span stands, as W3C Trace Context says it between programs.
 *
 * @param traceId the same for all that is done for one request, in all programs
 * @param spanId of the span itself
 * @param sampled whether the trace is recorded
 */
public record TraceContext(String traceId, String spanId, boolean sampled) {
  /** The header that carries it. */
  public static final String HEADER = "traceparent";

  private static final int LONGEST = 512;
  private static final int SAMPLED = 1;
  private static final String FIRST_VERSION = "00";
  private static final String NO_VERSION = "ff";
  private static final Pattern FORM =
      Pattern.compile(
          "([0-9a-f]{2})-((?!0{32})[0-9a-f]{32})-((?!0{16})[0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

  /** What a request says; nothing where it says it twice, or not in order. */
  public static Optional<TraceContext> of(List<String> headers) {
    return headers.size() == 1 ? of(headers.getFirst()) : Optional.empty();
  }

  /** Nothing, unless it is in order: it comes from anybody. */
  public static Optional<TraceContext> of(@Nullable String text) {
    if (text == null || text.length() > LONGEST) {
      return Optional.empty();
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()
        || NO_VERSION.equals(form.group(1))
        // Later versions may say more than the first one.
        || (FIRST_VERSION.equals(form.group(1)) && form.group(5) != null)) {
      return Optional.empty();
    }
    boolean sampled = (Integer.parseInt(form.group(4), 16) & SAMPLED) == SAMPLED;
    return Optional.of(new TraceContext(form.group(2), form.group(3), sampled));
  }

  /** The header's value. */
  public String header() {
    return FIRST_VERSION + "-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
  }

  /** The place of another span of the trace. */
  TraceContext next() {
    return new TraceContext(traceId, newSpanId(), sampled);
  }

  static String newTraceId() {
    return digits() + digits();
  }

  static String newSpanId() {
    return digits();
  }

  // Ids need to differ, not to be unguessable; only zeros would mean none.
  private static String digits() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long number = random.nextLong();
    while (number == 0) {
      number = random.nextLong();
    }
    return HexFormat.of().toHexDigits(number);
  }
}
