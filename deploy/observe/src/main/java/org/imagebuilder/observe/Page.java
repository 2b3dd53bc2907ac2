package org.imagebuilder.observe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A dashboard with the answers of a Prometheus as one HTML page that needs nothing else: what a
 * person sees who has no Grafana at hand.
 */
final class Page {
  private static final Pattern LABEL = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");
  private static final int STEPS = 100;
  private static final int MOST_LEGENDS = 12;
  private static final Map<String, String> HUES =
      Map.of("green", "#73bf69", "orange", "#ff9830", "red", "#f2495c");
  private static final String STYLE =
      """
      body { background: #111217; color: #ccccdc; font: 13px sans-serif; margin: 16px; width: 1368px; }
      h1 { font-size: 20px; margin: 0 0 2px; } p { margin: 0 0 10px; color: #8e8ea0; }
      h2 { font-size: 15px; margin: 14px 0 6px; border-bottom: 1px solid #2f3338; }
      section { display: flex; flex-wrap: wrap; gap: 8px; } hr { flex-basis: 100%; border: 0; margin: 0; }
      div.panel { background: #181b1f; border: 1px solid #2f3338; border-radius: 3px; padding: 8px; box-sizing: border-box; }
      div.stat { width: 336px; height: 118px; overflow: hidden; } div.series { width: 680px; }
      h3 { font-size: 13px; font-weight: 600; margin: 0 0 6px; }
      span.value { font-size: 30px; margin-right: 16px; white-space: nowrap; } span.value small { font-size: 12px; color: #8e8ea0; }
      svg { width: 660px; height: 190px; display: block; } svg text { fill: #8e8ea0; font-size: 11px; }
      span.legend { margin-right: 12px; font-size: 11px; white-space: nowrap; } span.legend i { display: inline-block; width: 12px; height: 3px; margin-right: 4px; vertical-align: middle; }
      em { color: #8e8ea0; }
      """;

  private final Prometheus prometheus;
  private final Filling filling;
  private final Instant from;
  private final Instant to;

  Page(Prometheus prometheus, Filling filling, Instant from, Instant to) {
    this.prometheus = prometheus;
    this.filling = filling;
    this.from = from;
    this.to = to;
  }

  String html(Dashboard dashboard) {
    String rows =
        dashboard.rows().stream()
            .map(row -> "<h2>%s</h2>".formatted(escape(row.title())) + row(dashboard, row))
            .collect(Collectors.joining("\n"));
    return "<!DOCTYPE html><meta charset=\"utf-8\"><title>%1$s</title><style>%2$s</style><h1>%1$s</h1><p>%3$s</p>%4$s\n"
        .formatted(escape(dashboard.title()), STYLE, escape(dashboard.description()), rows);
  }

  private String row(Dashboard dashboard, Row row) {
    StringBuilder panels = new StringBuilder("<section>");
    Panel.Kind kind = row.panels().getFirst().kind();
    for (Panel panel : row.panels()) {
      // Numbers stand in a line of their own.
      panels.append(panel.kind() == kind ? "" : "<hr>").append(panel(dashboard, panel));
      kind = panel.kind();
    }
    return panels.append("</section>").toString();
  }

  /** How high the page gets, more or less, in pixels. */
  static int height(Dashboard dashboard) {
    int height = 90;
    for (Row row : dashboard.rows()) {
      long stats = row.panels().stream().filter(each -> each.kind() == Panel.Kind.STAT).count();
      long series = row.panels().size() - stats;
      height += 40 + 126 * (int) Math.ceilDiv(stats, 4) + 262 * (int) Math.ceilDiv(series, 2);
    }
    return height;
  }

  private String panel(Dashboard dashboard, Panel panel) {
    boolean isStat = panel.kind() == Panel.Kind.STAT;
    List<Named> named = new ArrayList<>();
    for (Query query : panel.queries()) {
      String filled = filling.fill(query.expression(), dashboard);
      List<Prometheus.Series> found =
          isStat ? prometheus.now(filled) : prometheus.between(filled, from, to, STEPS);
      found.forEach(each -> named.add(new Named(name(query.legend(), each.labels()), each)));
    }
    String inside =
        named.isEmpty() ? nothing(panel) : isStat ? stat(panel, named) : series(panel, named);
    return "<div class=\"panel %s\"><h3>%s</h3>%s</div>"
        .formatted(isStat ? "stat" : "series", escape(panel.title()), inside);
  }

  /** A series by the name that its legend gives it. */
  private record Named(String name, Prometheus.Series series) {}

  private static String nothing(Panel panel) {
    return "<em>No data" + panel.emptyBecause().map(why -> ": " + escape(why)).orElse("") + "</em>";
  }

  private static String name(String legend, Map<String, String> labels) {
    Matcher matcher = LABEL.matcher(legend);
    return matcher.replaceAll(
        found -> Matcher.quoteReplacement(labels.getOrDefault(found.group(1), "")));
  }

  private static String stat(Panel panel, List<Named> all) {
    return all.stream()
        .map(
            each ->
                "<span class=\"value\" style=\"color: %s\">%s <small>%s</small></span>"
                    .formatted(
                        hue(panel, each.series().last()),
                        panel.unit().text(each.series().last()),
                        escape(each.name())))
        .collect(Collectors.joining());
  }

  private static String hue(Panel panel, double value) {
    long passed = panel.thresholds().stream().filter(limit -> value >= limit).count();
    String colour = GrafanaMapper.colours(panel).get((int) passed);
    return HUES.getOrDefault(colour, colour);
  }

  private String series(Panel panel, List<Named> all) {
    StringBuilder legend = new StringBuilder();
    for (int i = 0; i < Math.min(all.size(), MOST_LEGENDS); i++) {
      legend.append(
          "<span class=\"legend\"><i style=\"background: %s\"></i>%s</span> "
              .formatted(Picture.colour(i), escape(all.get(i).name())));
    }
    if (all.size() > MOST_LEGENDS) {
      legend.append("<em>and ").append(all.size() - MOST_LEGENDS).append(" more</em>");
    }
    return new Picture(panel.unit(), from, to)
            .svg(all.stream().map(Named::series).toList(), panel.thresholds())
        + legend;
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
