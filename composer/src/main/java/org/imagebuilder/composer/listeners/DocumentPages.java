package org.imagebuilder.composer.listeners;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Shows each door's own contract, as JSON and as YAML, below the API's base; and at the root for
 * the page where people read and try it, which asks the door it came from for /openapi.json.
 */
@Singleton
final class DocumentPages {
  private static final String DOCUMENT = "/openapi";
  private static final String JSON = ".json";
  private static final String YAML = ".yaml";
  private static final String PAGE = "/swagger-ui";
  private static final int BEFORE_RESOURCES = -10;
  private static final Set<String> YAML_TYPES =
      Set.of(
          "application/yaml",
          "application/x-yaml",
          "text/yaml",
          "text/x-yaml",
          "application/vnd.oai.openapi");

  private final WorkerListener workers;
  private final Contracts contracts;
  private final ObjectMapper json;
  private final Map<String, DocumentAnswer> made = new ConcurrentHashMap<>();

  DocumentPages(WorkerListener workers, Contracts contracts, ObjectMapper json) {
    this.workers = workers;
    this.contracts = contracts;
    this.json = json;
  }

  static boolean isPage(String path) {
    return path.equals(DOCUMENT + JSON)
        || path.equals(DOCUMENT + YAML)
        || path.equals(PAGE)
        || path.startsWith(PAGE + "/");
  }

  void install(@Observes Router router) {
    for (String base : List.of("", contracts.cloud().base(), contracts.worker().base())) {
      for (String ending : List.of("", JSON, YAML)) {
        String path = base + DOCUMENT + ending;
        for (Route route : List.of(router.get(path), router.head(path))) {
          route.order(BEFORE_RESOURCES).handler(request -> show(request, ending));
        }
      }
    }
  }

  private void show(RoutingContext request, String ending) {
    ApiContract contract =
        workers.received(request.request()) ? contracts.worker() : contracts.cloud();
    boolean chosen = ending.isEmpty();
    boolean yaml =
        chosen ? prefersYaml(request.request().getHeader(HttpHeaders.ACCEPT)) : ending.equals(YAML);
    if (chosen) {
      request.response().putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    }
    made.computeIfAbsent(
            contract.subsystem() + (yaml ? YAML : JSON),
            key -> yaml ? yaml(contract) : json(contract))
        .send(request.request())
        .onFailure(broken -> request.request().connection().close());
  }

  private static DocumentAnswer json(ApiContract contract) {
    return DocumentAnswer.of("application/json", out -> out.write(contract.document().getBytes()));
  }

  private DocumentAnswer yaml(ApiContract contract) {
    try {
      String text = contract.document().toString(StandardCharsets.UTF_8);
      return DocumentAnswer.of("application/yaml", YamlText.of(json.readTree(text)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The contract is no JSON", e);
    }
  }

  /** JSON unless YAML is asked for and JSON is not: so every caller has always got it. */
  private static boolean prefersYaml(@Nullable String accept) {
    if (accept == null) {
      return false;
    }
    boolean yaml = false;
    for (String each : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
      String type = each.split(";", 2)[0].strip().replaceFirst("\\+yaml$", "");
      if (type.equals("application/json")) {
        return false;
      }
      yaml |= YAML_TYPES.contains(type);
    }
    return yaml;
  }
}
