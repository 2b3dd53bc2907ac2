package org.imagebuilder.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.nio.file.Path;

/** Dashboards and rules as objects of a cluster that has Grafana's and Prometheus' operators. */
final class Manifests {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory().enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE));

  private Manifests() {}

  /** A ConfigMap that Grafana takes its dashboards from. */
  static String configMap(Dashboard dashboard) {
    ObjectNode map = object("v1", "ConfigMap", "grafana-dashboard-" + dashboard.uid());
    ObjectNode metadata = (ObjectNode) map.get("metadata");
    metadata.putObject("labels").put("grafana_dashboard", "true");
    metadata
        .putObject("annotations")
        .put("grafana-folder", "/grafana-dashboard-definitions/image-builder");
    map.putObject("data").put(dashboard.uid() + ".json", pretty(GrafanaMapper.json(dashboard)));
    return yaml(map);
  }

  /** A PrometheusRule of one file of rules, with links to runbooks below this address. */
  static String prometheusRule(Path file, String runbooks) {
    String name = file.getFileName().toString().replace(".yaml", "");
    ObjectNode rule = object("monitoring.coreos.com/v1", "PrometheusRule", "image-builder-" + name);
    ((ObjectNode) rule.get("metadata")).putObject("labels").put("prometheus", "app-sre");
    JsonNode groups = Sources.read(file).path("groups");
    for (JsonNode each : groups.findParents("runbook_url")) {
      ((ObjectNode) each).put("runbook_url", runbooks + each.path("runbook_url").asText());
    }
    rule.putObject("spec").set("groups", groups);
    return yaml(rule);
  }

  private static ObjectNode object(String version, String kind, String name) {
    ObjectNode object = JSON.createObjectNode();
    object.put("apiVersion", version).put("kind", kind).putObject("metadata").put("name", name);
    return object;
  }

  static String pretty(JsonNode json) {
    return json.toPrettyString() + "\n";
  }

  private static String yaml(JsonNode json) {
    try {
      return YAML.writeValueAsString(json);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
