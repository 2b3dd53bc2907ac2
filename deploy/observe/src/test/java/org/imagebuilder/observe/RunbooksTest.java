package org.imagebuilder.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever is woken finds out what to do. */
class RunbooksTest {
  private static final List<String> CHAPTERS =
      List.of("## Meaning", "## Impact", "## Look", "## Do", "## Escalate");

  static Stream<Rule> alerts() {
    return Repository.sources().alerts().stream();
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void an_alert_leads_to_its_runbook_and_says_how_urgent_it_is(Rule alert) {
    assertThat(alert.annotations()).containsEntry("runbook_url", alert.name() + ".md");
    assertThat(alert.annotations()).containsKeys("summary", "description");
    assertThat(alert.labels().get("severity")).isIn("page", "ticket");
    assertThat(Repository.text("docs/runbooks/" + alert.name() + ".md"))
        .startsWith("# " + alert.name() + "\n")
        .contains(CHAPTERS);
  }

  @Test
  void a_runbook_is_of_an_alert() {
    Set<String> names = alerts().map(Rule::name).collect(Collectors.toSet());

    List<String> runbooks =
        Repository.sources().runbooks().stream()
            .map(file -> file.getFileName().toString().replace(".md", ""))
            .toList();

    assertThat(runbooks).isNotEmpty().isSubsetOf(names);
  }

  @Test
  void the_list_of_runbooks_names_them_all() {
    String list = Repository.text("docs/runbooks/README.md");

    assertThat(alerts().map(alert -> "(" + alert.name() + ".md)")).allMatch(list::contains);
  }

  @Test
  void each_alert_is_seen_to_fire_in_a_test() {
    Set<String> fired = new TreeSet<>();
    for (JsonNode file : Repository.sources().ruleTests()) {
      for (JsonNode test : file.path("tests")) {
        test.path("alert_rule_test")
            .forEach(
                each -> {
                  if (!each.path("exp_alerts").isEmpty()) {
                    fired.add(each.path("alertname").asText());
                  }
                });
        test.path("promql_expr_test")
            .forEach(
                each ->
                    alerts()
                        .map(Rule::name)
                        .filter(name -> each.path("expr").asText().contains('"' + name + '"'))
                        .forEach(fired::add));
      }
    }

    assertThat(alerts().map(Rule::name)).isSubsetOf(fired);
  }

  @Test
  void the_runbook_of_error_budgets_has_a_chapter_for_each_objective() {
    String runbook = Repository.text("docs/runbooks/ErrorBudgetBurnsFast.md");

    assertThat(Repository.sources().objectives())
        .allSatisfy(
            objective ->
                assertThat(runbook)
                    .contains("### " + objective.at("/metadata/name").asText() + "\n"));
  }
}
