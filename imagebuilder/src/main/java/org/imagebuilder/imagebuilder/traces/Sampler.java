package org.imagebuilder.imagebuilder.traces;

import java.util.Optional;

/**
 * Which traces are recorded.
 *
 * @param followsCaller whether a caller's decision counts
 * @param ratio of the traces for which nobody decided yet
 */
record Sampler(boolean followsCaller, double ratio) {
  private static final int RANDOM_PART = 16;

  /** By the names and arguments that OpenTelemetry's environment variables give them. */
  static Sampler of(String name, String argument) {
    return switch (name) {
      case "always_on" -> new Sampler(false, 1);
      case "always_off" -> new Sampler(false, 0);
      case "traceidratio" -> new Sampler(false, ratio(argument));
      case "parentbased_always_on" -> new Sampler(true, 1);
      case "parentbased_always_off" -> new Sampler(true, 0);
      case "parentbased_traceidratio" -> new Sampler(true, ratio(argument));
      default ->
          throw new IllegalArgumentException(
              ("OTEL_TRACES_SAMPLER is '%s', and has to be always_on, always_off, traceidratio, or"
                      + " one of these after parentbased_.")
                  .formatted(name));
    };
  }

  private static double ratio(String argument) {
    try {
      double ratio = Double.parseDouble(argument);
      if (ratio >= 0 && ratio <= 1) {
        return ratio;
      }
    } catch (NumberFormatException noNumber) {
      // It is refused below, like a number that is too large.
    }
    throw new IllegalArgumentException(
        "OTEL_TRACES_SAMPLER_ARG is '%s', and has to be a number from 0 to 1, such as 0.1."
            .formatted(argument));
  }

  boolean takes(Optional<TraceContext> caller, String traceId) {
    if (followsCaller && caller.isPresent()) {
      return caller.get().sampled();
    }
    // As all programs decide it, so that they agree without a word.
    long random = Math.abs(Long.parseUnsignedLong(traceId, RANDOM_PART, 2 * RANDOM_PART, 16));
    return ratio >= 1 || random < (long) (ratio * Long.MAX_VALUE);
  }
}
