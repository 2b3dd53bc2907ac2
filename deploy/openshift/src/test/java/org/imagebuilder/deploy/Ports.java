package org.imagebuilder.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The doors of a program, by the names that templates give them, with what a container changes. */
final class Ports {
  static final String API = "api";
  static final String WORKER_API = "worker-api";
  static final String MANAGEMENT = "management";

  private Ports() {}

  static Map<String, Integer> of(Program program, Pod.Container container) {
    Map<String, Integer> ports = new TreeMap<>();
    if (!program.module().equals("worker-agent")) {
      ports.put(API, number(program, container, "quarkus.http.port"));
      ports.put(MANAGEMENT, number(program, container, "quarkus.management.port"));
      container
          .value("LISTEN_ADDRESS")
          .map(address -> address.substring(address.lastIndexOf(':') + 1))
          .ifPresent(port -> ports.put(API, Integer.valueOf(port)));
    }
    if (program.module().equals("composer")) {
      ports.put(WORKER_API, number(program, container, "composer.worker-api.port"));
    }
    return ports;
  }

  private static int number(Program program, Pod.Container container, String key) {
    String variable = key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    return Integer.parseInt(container.value(variable).orElseGet(() -> program.standard(key)));
  }

  /** The number behind a port that is given by number or by a container's name for it. */
  static OptionalInt resolve(Pod.Container container, JsonNode port) {
    if (port.isInt()) {
      return OptionalInt.of(port.asInt());
    }
    Optional<JsonNode> named =
        container
            .spec()
            .path("ports")
            .valueStream()
            .filter(each -> each.path("name").asText().equals(port.asText()))
            .findFirst();
    return named.isPresent()
        ? OptionalInt.of(named.get().path("containerPort").asInt())
        : OptionalInt.empty();
  }

  /** Whether labels are those that a selector wants. */
  static boolean selects(JsonNode selector, JsonNode labels) {
    return !selector.isEmpty()
        && selector.properties().stream()
            .allMatch(wanted -> wanted.getValue().equals(labels.path(wanted.getKey())));
  }
}
