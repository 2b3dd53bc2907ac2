package org.imagebuilder.imagebuilder.distributions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

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
    } catch (IOException failure) {
      throw new UncheckedIOException("the allow list " + file + " cannot be read", failure);
    }
  }

  static AllowList of(JsonNode list) {
    if (!list.isObject()) {
      throw new IllegalStateException("the allow list is no JSON object");
    }
    Map<String, List<Pattern>> allowed = new HashMap<>();
    list.properties()
        .forEach(
            entry -> {
              List<Pattern> patterns = new ArrayList<>();
              entry.getValue().forEach(each -> patterns.add(Pattern.compile(each.asText())));
              allowed.put(entry.getKey(), patterns);
            });
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
}
