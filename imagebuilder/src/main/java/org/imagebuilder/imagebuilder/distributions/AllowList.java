package org.imagebuilder.imagebuilder.distributions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Which organisations may build restricted distributions. */
record AllowList(Map<String, List<Pattern>> allowed) {
  private static final String EVERYBODY = "*";

  AllowList {
    allowed = Map.copyOf(allowed);
  }

  static AllowList empty() {
    return new AllowList(Map.of());
  }

  /** Read once; a file that cannot be read, or an expression that is none, stops the start. */
  static AllowList read(Path file) {
    try {
      return of(new ObjectMapper().readTree(file.toFile()));
    } catch (IOException | IllegalArgumentException failure) {
      throw new IllegalStateException(
          "the allow list " + file + " cannot be used: " + failure.getMessage(), failure);
    }
  }

  static AllowList of(JsonNode list) {
    if (!list.isObject()) {
      throw new IllegalArgumentException("it is no JSON object");
    }
    Map<String, List<Pattern>> allowed = new HashMap<>();
    list.properties()
        .forEach(entry -> allowed.put(entry.getKey(), patterns(entry.getKey(), entry.getValue())));
    return new AllowList(allowed);
  }

  boolean permits(String organisation, Distribution distribution) {
    return !distribution.restricted()
        || matches(organisation, distribution.name())
        || matches(EVERYBODY, distribution.name());
  }

  private boolean matches(String organisation, String name) {
    return allowed.getOrDefault(organisation, List.of()).stream()
        .anyMatch(pattern -> pattern.matcher(name).find());
  }

  private static List<Pattern> patterns(String organisation, JsonNode expressions) {
    if (!expressions.isArray() && !expressions.isNull()) {
      throw new IllegalArgumentException(
          "what stands for " + organisation + " is no list of regular expressions");
    }
    List<Pattern> patterns = new ArrayList<>();
    for (JsonNode each : expressions) {
      try {
        patterns.add(Pattern.compile(each.asText()));
      } catch (PatternSyntaxException failure) {
        throw new IllegalArgumentException(
            "'%s', which stands for %s, is no regular expression: %s"
                .formatted(each.asText(), organisation, failure.getDescription()),
            failure);
      }
    }
    return patterns;
  }
}
