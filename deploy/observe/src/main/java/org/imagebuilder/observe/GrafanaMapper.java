package org.imagebuilder.observe;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A dashboard in Grafana's own form. */
final class GrafanaMapper {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SCHEMA_VERSION = 39;
  private static final int COLUMNS = 24;
  private static final int STAT_WIDTH = 6;
  private static final int SERIES_WIDTH = 12;
  private static final int STAT_HEIGHT = 5;
  private static final int SERIES_HEIGHT = 8;
  private static final List<String> WARNINGS = List.of("orange", "red");

  private int x;
  private int y;
  private int rowHeight;
  private int id;

  private GrafanaMapper() {}

  static ObjectNode json(Dashboard dashboard) {
    return new GrafanaMapper().page(dashboard);
  }

  private ObjectNode page(Dashboard dashboard) {
    ObjectNode page = JSON.createObjectNode();
    page.put("uid", dashboard.uid())
        .put("title", dashboard.title())
        .put("description", dashboard.description())
        .put("schemaVersion", SCHEMA_VERSION)
        .put("version", 1)
        .put("editable", false)
        .put("graphTooltip", 1)
        .put("refresh", "1m")
        .put("timezone", "utc");
    page.putArray("tags").add("image-builder");
    page.putObject("time").put("from", "now-6h").put("to", "now");
    ArrayNode variables = page.putObject("templating").putArray("list");
    variables.add(datasource());
    dashboard.variables().forEach(each -> variables.add(variable(each)));
    ArrayNode panels = page.putArray("panels");
    for (Row row : dashboard.rows()) {
      panels.add(heading(row));
      row.panels().forEach(each -> panels.add(panel(each)));
      newLine();
    }
    return page;
  }

  private ObjectNode heading(Row row) {
    ObjectNode heading = JSON.createObjectNode();
    heading.put("id", ++id).put("type", "row").put("title", row.title()).put("collapsed", false);
    place(heading, COLUMNS, 1);
    heading.putArray("panels");
    newLine();
    return heading;
  }

  private ObjectNode panel(Panel panel) {
    boolean isStat = panel.kind() == Panel.Kind.STAT;
    if (!isStat && rowHeight == STAT_HEIGHT) {
      newLine();
    }
    ObjectNode json = JSON.createObjectNode();
    json.put("id", ++id).put("type", isStat ? "stat" : "timeseries").put("title", panel.title());
    panel.emptyBecause().ifPresent(because -> json.put("description", because));
    place(json, isStat ? STAT_WIDTH : SERIES_WIDTH, isStat ? STAT_HEIGHT : SERIES_HEIGHT);
    json.set("datasource", source());
    ArrayNode targets = json.putArray("targets");
    char name = 'A';
    for (Query query : panel.queries()) {
      ObjectNode target = targets.addObject();
      target
          .put("refId", Character.toString(name++))
          .put("expr", query.expression())
          .put("legendFormat", query.legend())
          .put("range", !isStat)
          .put("instant", isStat);
      target.set("datasource", source());
    }
    json.putObject("fieldConfig").putArray("overrides");
    ObjectNode defaults = ((ObjectNode) json.get("fieldConfig")).putObject("defaults");
    defaults.put("unit", panel.unit().grafana());
    defaults.set("thresholds", thresholds(panel));
    if (isStat) {
      defaults.putObject("color").put("mode", "thresholds");
      statOptions(json.putObject("options"));
    } else {
      defaults.putObject("color").put("mode", "palette-classic");
      seriesOptions(json, defaults, panel);
    }
    return json;
  }

  private static void statOptions(ObjectNode options) {
    options.put("colorMode", "value").put("graphMode", "none").put("textMode", "auto");
    options.putObject("reduceOptions").putArray("calcs").add("lastNotNull");
  }

  private static void seriesOptions(ObjectNode json, ObjectNode defaults, Panel panel) {
    ObjectNode custom = defaults.putObject("custom");
    custom.put("lineWidth", 1).put("fillOpacity", 10).put("showPoints", "never");
    custom
        .putObject("thresholdsStyle")
        .put("mode", panel.thresholds().isEmpty() ? "off" : "dashed");
    ObjectNode options = json.putObject("options");
    options.putObject("tooltip").put("mode", "multi").put("sort", "desc");
    ObjectNode legend = options.putObject("legend");
    legend.put("displayMode", "list").put("placement", "bottom").putArray("calcs");
  }

  private static ObjectNode thresholds(Panel panel) {
    ObjectNode thresholds = JSON.createObjectNode();
    thresholds.put("mode", "absolute");
    ArrayNode steps = thresholds.putArray("steps");
    List<String> colours = colours(panel);
    steps.addObject().put("color", colours.getFirst()).putNull("value");
    for (int i = 0; i < panel.thresholds().size(); i++) {
      steps.addObject().put("color", colours.get(i + 1)).put("value", panel.thresholds().get(i));
    }
    return thresholds;
  }

  /** From the lowest values to the highest; one more than there are thresholds. */
  static List<String> colours(Panel panel) {
    int limits = panel.thresholds().size();
    List<String> worse =
        limits == 1 ? List.of("red") : WARNINGS.subList(0, Math.min(limits, WARNINGS.size()));
    return panel.lowIsBad()
        ? Stream.concat(worse.reversed().stream(), Stream.of("green")).toList()
        : Stream.concat(Stream.of("green"), worse.stream()).toList();
  }

  private void place(ObjectNode panel, int width, int height) {
    if (x + width > COLUMNS) {
      newLine();
    }
    panel.putObject("gridPos").put("x", x).put("y", y).put("w", width).put("h", height);
    x += width;
    rowHeight = Math.max(rowHeight, height);
  }

  private void newLine() {
    y += rowHeight;
    x = 0;
    rowHeight = 0;
  }

  private static ObjectNode source() {
    return JSON.createObjectNode().put("type", "prometheus").put("uid", "${datasource}");
  }

  private static ObjectNode datasource() {
    return JSON.createObjectNode()
        .put("name", "datasource")
        .put("label", "Data source")
        .put("type", "datasource")
        .put("query", "prometheus");
  }

  private static ObjectNode variable(Variable variable) {
    ObjectNode json = JSON.createObjectNode();
    json.put("name", variable.name()).put("label", variable.label());
    switch (variable.source()) {
      case Variable.Source.Constant ignored ->
          json.put("type", "constant").put("hide", 2).put("query", variable.sample());
      case Variable.Source.Label label -> {
        json.put("type", "query").put("refresh", 2).put("sort", 1);
        json.set("datasource", source());
        json.put("query", "label_values(%s, %s)".formatted(label.metric(), label.label()));
        all(json);
      }
      case Variable.Source.Choices choices -> {
        json.put("type", "custom")
            .put(
                "query",
                choices.choices().stream()
                    .map(each -> each.text() + " : " + each.value())
                    .collect(Collectors.joining(", ")));
        if (choices.all()) {
          all(json);
        }
      }
    }
    return json;
  }

  private static void all(ObjectNode json) {
    json.put("multi", true).put("includeAll", true).put("allValue", ".*");
    json.putObject("current").put("text", "All").put("value", "$__all");
  }
}
