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
import org.imagebuilder.composer.operations.MetricName;

/**
 * One contract as it is served: the document, and which methods its paths have. Paths are relative
 * to the contract's base.
 */
final class ApiContract {
  static final String WORKER = "worker";
  static final String COMPOSER = "composer";

  private static final Set<String> METHODS =
      Set.of("get", "head", "put", "post", "delete", "patch");

  /** A value in a path. What follows a semicolon is not of it, and routes pass over that. */
  private static final String SEGMENT = "[^/;][^/]*";

  private final String subsystem;
  private final String base;
  private final Buffer document;
  private final List<KnownPath> paths;

  ApiContract(String subsystem, String base, JsonNode document) {
    this.subsystem = subsystem;
    this.base = base;
    this.document = Buffer.buffer(document.toString());
    this.paths = knownPaths(document.path("paths"));
  }

  /** The path below which the contract lies, as its own document says. */
  String base() {
    return base;
  }

  Buffer document() {
    return document;
  }

  /** How metrics tell the two apart. */
  String subsystem() {
    return subsystem;
  }

  MetricName requestCount() {
    return isWorker() ? MetricName.WORKER_REQUEST_COUNT : MetricName.COMPOSER_REQUEST_COUNT;
  }

  MetricName duration() {
    return isWorker() ? MetricName.WORKER_HTTP_DURATION : MetricName.COMPOSER_HTTP_DURATION;
  }

  /** What the contract says about a path; empty when it has none like it. */
  Optional<KnownPath> find(String path) {
    return paths.stream().filter(known -> known.pattern().matcher(path).matches()).findFirst();
  }

  boolean isWorker() {
    return subsystem.equals(WORKER);
  }

  private static List<KnownPath> knownPaths(JsonNode paths) {
    List<KnownPath> known = new ArrayList<>();
    // A path without parameters wins over one with them, whatever their order in the document.
    paths.properties().stream()
        .sorted((a, b) -> Boolean.compare(a.getKey().contains("{"), b.getKey().contains("{")))
        .forEach(path -> known.add(KnownPath.of(path.getKey(), path.getValue())));
    return List.copyOf(known);
  }

  /**
   * A path of the contract.
   *
   * @param template the path with its parameters in braces
   * @param methods what it allows, sorted
   * @param takesJson whether a POST brings a JSON body
   * @param isOpen whether none of its operations needs a token
   */
  record KnownPath(
      String template, Pattern pattern, Set<String> methods, boolean takesJson, boolean isOpen) {
    private static KnownPath of(String template, JsonNode operations) {
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
              .collect(Collectors.joining(SEGMENT));
      boolean takesJson =
          operations.path("post").path("requestBody").path("content").has("application/json");
      boolean isOpen =
          operations.properties().stream()
              .filter(operation -> METHODS.contains(operation.getKey()))
              .allMatch(operation -> isOpen(operation.getValue()));
      return new KnownPath(template, Pattern.compile(regex), methods, takesJson, isOpen);
    }

    /** It says itself that it needs nothing; what it does not say, the whole contract asks for. */
    private static boolean isOpen(JsonNode operation) {
      JsonNode security = operation.path("security");
      return security.isArray() && security.valueStream().allMatch(JsonNode::isEmpty);
    }
  }
}
