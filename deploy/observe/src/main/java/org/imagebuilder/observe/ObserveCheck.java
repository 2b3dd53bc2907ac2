package org.imagebuilder.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Tries every query of dashboards, rules and objectives on a Prometheus that watches running
 * programs.
 */
final class ObserveCheck {
  /** Series that a house without tokens and TLS does not have. */
  private static final Map<String, String> NOT_HERE =
      Map.of(
          "image_builder_composer_key_fetches_total",
          "composer asks for no tokens here",
          "image_builder_composer_certificate_expiry_timestamp_seconds",
          "composer speaks no TLS here");

  /** What has to have happened, or numbers that are there would all be nothing. */
  private static final Map<String, String> HAPPENED =
      Map.of(
          "an image was made", "image_builder_worker_total_jobs{type=\"osbuild\",status=\"2xx\"}",
          "one failed for its user", "image_builder_worker_total_jobs{status=\"4xx\"}",
          "one failed for us", "image_builder_worker_total_jobs{status=\"5xx\"}",
          "a compose was cancelled",
              "image_builder_composer_request_count{path=~\".*/cancel\",code=\"200\"}",
          "a request was refused", "image_builder_crc_request_count{code=\"400\"}",
          "a worker was lost", "image_builder_worker_leases_expired_total",
          "the database was away", "image_builder_composer_request_count{code=\"503\"}",
          "a chore failed", "image_builder_composer_chore_runs_total{outcome=\"failed\"}");

  private static final Set<String> OF_THE_SCRAPER = Set.of("job", "instance", "__name__");

  private final Prometheus prometheus;
  private final Filling filling;
  private final Set<String> names;
  private final List<String> faults = new ArrayList<>();
  private final Map<String, String> empty = new TreeMap<>();
  private int queries;

  ObserveCheck(Prometheus prometheus, Filling filling) {
    this.prometheus = prometheus;
    this.filling = filling;
    this.names = prometheus.names();
  }

  /** What is wrong; empty if all is well. */
  List<String> run(Sources sources) {
    HAPPENED.forEach(this::checkHappened);
    Dashboards.all().forEach(this::checkDashboard);
    sources.rules().forEach(this::checkRule);
    Tracked.all().forEach(this::checkTracked);
    return faults;
  }

  /** What was asked, in a sentence, and what was empty and may be. */
  String summary() {
    StringBuilder text = new StringBuilder(queries + " queries asked");
    empty.forEach(
        (what, why) ->
            text.append("\n  empty: ").append(what).append(" (").append(why).append(')'));
    return text.toString();
  }

  private void checkHappened(String what, String counter) {
    if (prometheus.now("sum(" + counter + ") > 0").isEmpty()) {
      faults.add("The work should have been so that " + what + ", see " + counter);
    }
  }

  private void checkDashboard(Dashboard dashboard) {
    dashboard
        .panels()
        .forEach(
            panel ->
                panel.queries().forEach(query -> checkQuery(dashboard, panel, query.expression())));
  }

  private void checkQuery(Dashboard dashboard, Panel panel, String expression) {
    String place = dashboard.title() + ": " + panel.title();
    String filled = filling.fill(expression, dashboard);
    checkNames(place, filled);
    boolean isEmpty = ask(place, filled).isEmpty();
    if (isEmpty && panel.emptyBecause().isPresent()) {
      empty.put(place, panel.emptyBecause().get());
    } else if (isEmpty) {
      faults.add(place + ": no data for " + filled);
    }
  }

  private void checkRule(Rule rule) {
    checkNames(rule.name(), rule.expression());
    ask(rule.name(), rule.expression());
    if (!rule.isAlert() && prometheus.now(recorded(rule)).isEmpty()) {
      faults.add(rule.name() + " records nothing for " + rule.labels());
    }
  }

  private static String recorded(Rule rule) {
    StringBuilder selector = new StringBuilder(rule.name()).append('{');
    rule.labels()
        .forEach((name, value) -> selector.append(name).append("=\"").append(value).append("\","));
    return selector.append('}').toString();
  }

  private void checkNames(String place, String expression) {
    Set<String> unknown = new TreeSet<>(MetricNames.in(expression));
    unknown.removeAll(names);
    for (String name : unknown) {
      String why = NOT_HERE.get(name);
      if (why == null) {
        faults.add(place + ": nobody exports " + name);
      } else {
        empty.put(place + " (" + name + ")", why);
      }
    }
  }

  private List<Prometheus.Series> ask(String place, String expression) {
    queries++;
    try {
      return prometheus.now(expression);
    } catch (IllegalStateException refused) {
      faults.add(place + ": " + refused.getMessage() + ": " + expression);
      return List.of();
    }
  }

  private void checkTracked(Tracked tracked) {
    List<Prometheus.Series> found = prometheus.now(tracked.series());
    if (found.isEmpty()) {
      faults.add(tracked.series() + " is not exported");
    }
    for (Prometheus.Series series : found) {
      Set<String> labels = new TreeSet<>(series.labels().keySet());
      labels.removeAll(OF_THE_SCRAPER);
      // Prometheus knows no empty labels: what has one has none.
      Set<String> others = new TreeSet<>(labels);
      others.removeAll(tracked.labels());
      Set<String> missing = new TreeSet<>(tracked.labels());
      missing.removeAll(labels);
      missing.removeAll(Set.of("tenant", "arch"));
      if (!others.isEmpty() || !missing.isEmpty()) {
        faults.add(tracked.series() + " has labels " + labels + ", not " + tracked.labels());
        break;
      }
    }
  }
}
