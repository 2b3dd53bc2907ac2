package org.imagebuilder.composer.listeners;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One contract as it is served: the document, and which methods its paths have. Paths are relative
 * to the contract's base.
 */
final class ApiContract {
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

  private final String base;
  private final Buffer document;
  private final String etag;
  private final List<KnownPath> paths;

  ApiContract(String base, JsonNode document, String etag) {
    this.base = base;
    this.document = Buffer.buffer(document.toString());
    this.etag = etag;
    this.paths = knownPaths(document.path("paths"));
  }

  /** The path below which the contract lies, as its own document says. */
  String base() {
    return base;
  }

  Buffer document() {
    return document;
  }

  String etag() {
    return etag;
  }

  /** What a path allows, sorted; empty when the contract has no such path. */
  Optional<Set<String>> methods(String path) {
    return paths.stream()
        .filter(known -> known.pattern().matcher(path).matches())
        .findFirst()
        .map(KnownPath::methods);
  }

  private static List<KnownPath> knownPaths(JsonNode paths) {
    List<KnownPath> known = new ArrayList<>();
    // A path without parameters wins over one with them, whatever their order in the document.
    paths.properties().stream()
        .sorted((a, b) -> Boolean.compare(a.getKey().contains("{"), b.getKey().contains("{")))
        .forEach(path -> known.add(KnownPath.of(path.getKey(), path.getValue())));
    return List.copyOf(known);
  }

  private record KnownPath(Pattern pattern, Set<String> methods) {
    static KnownPath of(String template, JsonNode operations) {
      Set<String> methods =
          operations.properties().stream()
              .map(operation -> operation.getKey())
              .filter(METHODS::contains)
              .map(method -> method.toUpperCase(Locale.ROOT))
              .collect(Collectors.toCollection(TreeSet::new));
      if (methods.contains("GET")) {
        methods.add("HEAD");
      }
      methods.add("OPTIONS");
      String regex =
          Pattern.compile("\\{[^/}]+}")
              .splitAsStream(template + " ")
              .map(literal -> literal.isBlank() ? "" : Pattern.quote(literal.strip()))
              .collect(Collectors.joining("[^/]+"));
      return new KnownPath(Pattern.compile(regex), methods);
    }
  }
}
