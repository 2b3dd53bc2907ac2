package org.imagebuilder.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is promised is what is measured. */
class ObjectivesTest {
  private static final String THINGS = "slo:things:rate5m";
  private static final String BAD = "slo:bad:rate5m";

  static Stream<JsonNode> objectives() {
    return Repository.sources().objectives().stream();
  }

  private static String name(JsonNode objective) {
    return objective.at("/metadata/name").asText();
  }

  private static Rule recorded(String series, JsonNode objective) {
    List<Rule> found =
        Repository.sources().rules().stream()
            .filter(rule -> rule.name().equals(series))
            .filter(rule -> name(objective).equals(rule.labels().get("slo")))
            .toList();
    assertThat(found).as(series + " of " + name(objective)).hasSize(1);
    return found.getFirst();
  }

  private static String query(JsonNode objective, String part) {
    return normal(
        objective
            .at("/spec/indicator/spec/ratioMetric/" + part + "/metricSource/spec/query")
            .asText());
  }

  private static String normal(String expression) {
    return expression.strip().replaceAll("\\s+", " ");
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void it_has_the_form_that_tools_read(JsonNode objective) {
    assertThat(objective.path("apiVersion").asText()).isEqualTo("openslo/v1");
    assertThat(objective.path("kind").asText()).isEqualTo("SLO");
    assertThat(objective.at("/spec/budgetingMethod").asText()).isEqualTo("Occurrences");
    assertThat(objective.at("/spec/timeWindow/0/duration").asText()).isEqualTo("28d");
    assertThat(objective.at("/spec/timeWindow/0/isRolling").asBoolean()).isTrue();
    assertThat(objective.at("/spec/service").asText()).isIn("composer", "imagebuilder");
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void its_target_is_the_one_that_rules_burn_down_from(JsonNode objective) {
    Rule rule = recorded("slo:objective", objective);

    assertThat(normal(rule.expression()))
        .isEqualTo("vector(" + objective.at("/spec/objectives/0/target").asText() + ")");
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void its_things_are_those_that_rules_count(JsonNode objective) {
    Rule rule = recorded(THINGS, objective);

    assertThat(normal(rule.expression())).isEqualTo(query(objective, "total"));
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void what_is_bad_is_what_rules_count_as_bad(JsonNode objective) {
    String bad = normal(recorded(BAD, objective).expression());
    String things = query(objective, "total");

    if (!query(objective, "bad").isEmpty()) {
      assertThat(bad).startsWith(query(objective, "bad"));
    } else if (query(objective, "good").contains("code!~\"5..\"")) {
      String faults = query(objective, "good").replace("code!~", "code=~");
      assertThat(bad).isEqualTo(faults + " or 0 * " + things);
    } else {
      assertThat(bad).isEqualTo(things + " - " + query(objective, "good"));
    }
  }

  @Test
  void rules_know_no_other_objectives() {
    Set<String> names = objectives().map(ObjectivesTest::name).collect(Collectors.toSet());

    Set<String> recorded =
        Repository.sources().rules().stream()
            .filter(rule -> rule.labels().containsKey("slo"))
            .map(rule -> rule.labels().get("slo"))
            .collect(Collectors.toSet());

    assertThat(recorded).isEqualTo(names);
  }

  @Test
  void dashboards_and_objectives_promise_the_same() {
    assertThat(constant(ComposerDashboard.page(), "stability_slo"))
        .isEqualTo(target("composer-availability"));
    assertThat(constant(ComposerDashboard.page(), "latency_slo"))
        .isEqualTo(target("composer-latency"));
    assertThat(constant(WorkersDashboard.page(), "stability_slo"))
        .isEqualTo(target("workers-availability"));
    assertThat(constant(WorkersDashboard.page(), "latency_slo"))
        .isEqualTo(target("workers-latency"));
    assertThat(constant(ImagebuilderDashboard.page(), "stability_slo"))
        .isEqualTo(target("imagebuilder-availability"));
    assertThat(constant(ImagebuilderDashboard.page(), "latency_slo"))
        .isEqualTo(target("imagebuilder-latency"));
    assertThat(constant(QueueDashboard.page(), "stability_slo")).isEqualTo(target("composes"));
    assertThat(constant(QueueDashboard.page(), "latency_slo")).isEqualTo(target("queue-wait"));
  }

  private static String constant(Dashboard dashboard, String name) {
    return dashboard.variables().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow()
        .sample();
  }

  private static String target(String name) {
    return objectives()
        .filter(each -> name(each).equals(name))
        .findFirst()
        .orElseThrow()
        .at("/spec/objectives/0/target")
        .asText();
  }
}
