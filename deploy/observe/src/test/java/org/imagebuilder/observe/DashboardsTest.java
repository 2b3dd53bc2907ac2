package org.imagebuilder.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages that Grafana can show, and that ask for what there is. */
class DashboardsTest {
  private static final Pattern VARIABLE = Pattern.compile("\\$(\\w+)");
  private static final Set<String> GRAFANAS_OWN =
      Set.of("__range", "__rate_interval", "datasource");

  static Stream<Dashboard> dashboards() {
    return Dashboards.all().stream();
  }

  @Test
  void links_to_the_predecessors_dashboards_go_on_leading_somewhere() {
    assertThat(dashboards().map(Dashboard::uid))
        .contains("image-builder-composer", "image-builder-worker-api", "image-builder-worker");
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panels_do_not_lie_on_each_other(Dashboard dashboard) {
    Set<String> taken = new TreeSet<>();
    Set<Integer> ids = new TreeSet<>();

    for (JsonNode panel : GrafanaMapper.json(dashboard).path("panels")) {
      JsonNode place = panel.path("gridPos");
      assertThat(ids.add(panel.path("id").asInt())).isTrue();
      assertThat(place.path("x").asInt() + place.path("w").asInt()).isLessThanOrEqualTo(24);
      for (String cell : cells(place)) {
        assertThat(taken.add(cell)).as(panel.path("title") + " at " + cell).isTrue();
      }
    }
  }

  private static List<String> cells(JsonNode place) {
    List<String> cells = new ArrayList<>();
    for (int x = 0; x < place.path("w").asInt(); x++) {
      for (int y = 0; y < place.path("h").asInt(); y++) {
        cells.add((place.path("x").asInt() + x) + "," + (place.path("y").asInt() + y));
      }
    }
    return cells;
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void titles_are_said_once(Dashboard dashboard) {
    assertThat(dashboard.panels().map(Panel::title)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void queries_use_variables_that_the_page_has(Dashboard dashboard) {
    Set<String> known = new TreeSet<>(GRAFANAS_OWN);
    dashboard.variables().forEach(each -> known.add(each.name()));

    dashboard
        .panels()
        .flatMap(panel -> panel.queries().stream())
        .forEach(query -> assertThat(variables(query.expression())).isSubsetOf(known));
  }

  private static Set<String> variables(String expression) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = VARIABLE.matcher(expression);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  @Test
  void what_dashboards_and_rules_ask_for_stands_in_the_documentation() {
    String page = Repository.text("docs/operations.md");
    Set<String> asked = new TreeSet<>();
    dashboards()
        .flatMap(Dashboard::panels)
        .flatMap(panel -> panel.queries().stream())
        .forEach(query -> asked.addAll(MetricNames.in(query.expression())));
    Repository.sources().rules().forEach(rule -> asked.addAll(MetricNames.in(rule.expression())));

    asked.removeIf(name -> name.startsWith("slo:"));

    assertThat(asked)
        .allSatisfy(
            name -> assertThat(page).contains("`" + name.replaceFirst("_(bucket|count|sum)$", "")));
  }

  @Test
  void metrics_are_found_in_an_expression_and_nothing_else_is() {
    assertThat(
            MetricNames.in(
                "1000 * histogram_quantile(0.95, sum by (path, le)"
                    + " (rate(a_bucket{x=~\"b(c)\",y!=\"d\"}[$__rate_interval]))) / on (slo)"
                    + " group_left () e:f:1h or vector(1e3) unless max_over_time(g[5m]) > bool 2"))
        .containsExactly("a_bucket", "e:f:1h", "g");
  }
}
