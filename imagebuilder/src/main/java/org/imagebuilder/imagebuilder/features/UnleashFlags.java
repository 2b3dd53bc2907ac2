package org.imagebuilder.imagebuilder.features;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads Unleash's description of flags for a program that asks without saying for whom: no user, no
 * organisation. So a strategy counts only if it takes everybody.
 */
final class UnleashFlags {
  private static final int EVERYBODY = 100;

  private UnleashFlags() {}

  /** Whether each flag is on. */
  static Map<String, Boolean> of(JsonNode answer) {
    Map<String, Boolean> flags = new HashMap<>();
    for (JsonNode feature : answer.path("features")) {
      if (feature.path("name").isTextual()) {
        flags.put(
            feature.path("name").asText(), feature.path("enabled").asBoolean() && isFor(feature));
      }
    }
    return flags;
  }

  private static boolean isFor(JsonNode feature) {
    JsonNode strategies = feature.path("strategies");
    if (strategies.isEmpty()) {
      return true;
    }
    for (JsonNode strategy : strategies) {
      if (takesEverybody(strategy)) {
        return true;
      }
    }
    return false;
  }

  private static boolean takesEverybody(JsonNode strategy) {
    if (!strategy.path("constraints").isEmpty() || !strategy.path("segments").isEmpty()) {
      return false;
    }
    return switch (strategy.path("name").asText()) {
      case "default" -> true;
      case "flexibleRollout" -> strategy.path("parameters").path("rollout").asInt() == EVERYBODY;
      case "gradualRolloutRandom" ->
          strategy.path("parameters").path("percentage").asInt() == EVERYBODY;
      default -> false;
    };
  }
}
