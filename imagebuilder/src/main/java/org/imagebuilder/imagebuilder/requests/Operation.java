package org.imagebuilder.imagebuilder.requests;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One path of the contract: its segments, the methods it knows and their parameters. */
record Operation(List<String> segments, JsonNode methods) {
  Operation {
    segments = List.copyOf(segments);
  }

  static Operation of(String path, JsonNode methods) {
    return new Operation(List.of(path.substring(1).split("/", -1)), methods);
  }

  boolean matches(List<String> path) {
    if (path.size() != segments.size()) {
      return false;
    }
    for (int i = 0; i < segments.size(); i++) {
      boolean same =
          isParameter(segments.get(i))
              ? !path.get(i).isEmpty()
              : segments.get(i).equals(path.get(i));
      if (!same) {
        return false;
      }
    }
    return true;
  }

  /** What the contract says for the method; HEAD is a GET without the body. */
  Optional<JsonNode> method(HttpMethod method) {
    String name =
        method.equals(HttpMethod.HEAD) ? "get" : method.name().toLowerCase(java.util.Locale.ROOT);
    // Methods are written in capitals; "get" is another one, which nobody knows.
    return Optional.ofNullable(methods.get(name)).filter(found -> !name.equals(method.name()));
  }

  /** The value of the Allow header. */
  String allowed() {
    List<String> allowed = new ArrayList<>();
    for (String name : List.of("get", "head", "post", "put", "delete")) {
      if (methods.has(name.equals("head") ? "get" : name)) {
        allowed.add(name.toUpperCase(java.util.Locale.ROOT));
      }
    }
    allowed.add("OPTIONS");
    return String.join(", ", allowed);
  }

  /** Position of a path parameter among the segments, or -1. */
  int position(String parameter) {
    return segments.indexOf("{" + parameter + "}");
  }

  private static boolean isParameter(String segment) {
    return segment.startsWith("{");
  }
}
