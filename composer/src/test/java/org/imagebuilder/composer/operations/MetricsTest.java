package org.imagebuilder.composer.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What existing dashboards and alerts scrape. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class MetricsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Pattern LABEL = Pattern.compile("([a-z]+)=\"");

  // Name as samples have it, and labels without those of buckets.
  private static final Map<String, Set<String>> COUNTERS =
      Map.of(
          "image_builder_composer_total_requests", Set.of(),
          "image_builder_composer_total_compose_requests", Set.of(),
          "image_builder_composer_request_count",
              Set.of("method", "path", "code", "subsystem", "tenant"),
          "image_builder_worker_request_count",
              Set.of("method", "path", "code", "subsystem", "tenant"),
          "image_builder_worker_total_jobs", Set.of("type", "status", "tenant", "arch"),
          "image_builder_worker_polls_total", Set.of("outcome"),
          "image_builder_worker_leases_expired_total", Set.of(),
          "image_builder_worker_rescues_total", Set.of(),
          "image_builder_worker_purged_jobs_total", Set.of());

  private static final Map<String, Set<String>> GAUGES =
      Map.of(
          "image_builder_worker_pending_jobs", Set.of("type", "tenant"),
          "image_builder_worker_running_jobs", Set.of("type", "tenant"),
          "image_builder_worker_oldest_ready_job_seconds", Set.of("type", "tenant"),
          "image_builder_worker_waiting_polls", Set.of());

  private static final Map<String, Set<String>> HISTOGRAMS =
      Map.of(
          "image_builder_composer_http_duration_seconds", Set.of("path", "tenant"),
          "image_builder_worker_http_duration_seconds", Set.of("path", "tenant"),
          "image_builder_worker_job_duration_seconds", Set.of("type", "status", "tenant", "arch"),
          "image_builder_worker_job_wait_duration_seconds", Set.of("type", "tenant", "arch"));

  @TestHTTPResource("/")
  URI cloud;

  @TestHTTPResource(value = "/", management = true)
  URI management;

  @Inject WorkerListener workers;

  private House house;

  @BeforeEach
  void oneJobEndsAndAnotherWaits() {
    house = new House(cloud, workers.origin());
    house.compose("x86_64");
    House.Answer job = house.poll("debian-manifest", "x86_64");
    house.report(job, "{\"job_error\": {\"id\": 8, \"reason\": \"no\"}}");
    house.status(house.compose("x86_64"));
  }

  @Test
  void every_metric_has_the_name_the_type_and_the_labels_that_dashboards_know() {
    String text = scrapedWithGauges("/metrics");

    COUNTERS.forEach((name, labels) -> has(text, name, "counter", name, labels));
    GAUGES.forEach((name, labels) -> has(text, name, "gauge", name, labels));
    HISTOGRAMS.forEach(
        (name, labels) -> has(text, name, "histogram", name + "_bucket", with(labels, "le")));
  }

  @Test
  void the_path_of_the_framework_shows_the_same() {
    String text = scrapedWithGauges("/q/metrics");

    assertThat(text).contains("# TYPE image_builder_composer_request_count counter");
  }

  @Test
  void paths_show_their_parameters_as_dashes_when_counted_and_by_name_when_timed() {
    String text = scrapedWithGauges("/metrics");

    assertThat(text)
        .containsPattern(
            "image_builder_composer_request_count\\{code=\"200\",method=\"GET\",path=\"/api/image-builder-composer/v2/composes/-\",subsystem=\"composer\",tenant=\"\",} [1-9]")
        .contains(
            "image_builder_composer_http_duration_seconds_count{path=\"/api/image-builder-composer/v2/composes/:id\",tenant=\"\",}")
        .contains("path=\"/api/image-builder-worker/v1/jobs/-\"")
        .contains("path=\"/api/image-builder-worker/v1/jobs/:token\"");
  }

  @Test
  void durations_have_the_buckets_that_dashboards_ask_for() {
    String text = scrapedWithGauges("/metrics");

    assertThat(buckets(text, "image_builder_composer_http_duration_seconds"))
        .isEqualTo(numbers(".025 .05 .075 .1 .2 .5 .75 1 1.5 2 3 4 5 6 8 10 12 14 16 20"));
    assertThat(buckets(text, "image_builder_worker_job_duration_seconds"))
        .isEqualTo(
            numbers(
                ".1 .2 .5 1 2.5 5 10 20 30 40 60 90 120 150 180 240 300 360 420 480 540 600 720"
                    + " 840 960 1080 1200 1320 1440 1560 1680 1800 2100 2400 2700 3000 3600 4800"
                    + " 6000 7200 9000 10800 12600 14400 16200 18000 19800 24000 27000 30000 33000"
                    + " 36000 39600 43200 57600 86400"));
  }

  private String scrapedWithGauges(String path) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> House.get(management.resolve(path)).body(),
            text -> text.contains("image_builder_worker_pending_jobs{"));
  }

  private static void has(
      String text, String name, String type, String sample, Set<String> labels) {
    assertThat(text).contains("# TYPE " + name + " " + type + "\n");
    assertThat(text.lines().filter(line -> line.matches(sample + "[ {].*")))
        .as(sample)
        .isNotEmpty()
        .allSatisfy(line -> assertThat(labels(line)).isEqualTo(labels));
  }

  private static Set<String> labels(String line) {
    return LABEL.matcher(line).results().map(found -> found.group(1)).collect(Collectors.toSet());
  }

  private static Set<String> with(Set<String> labels, String label) {
    Set<String> more = new TreeSet<>(labels);
    more.add(label);
    return more;
  }

  private static Set<Double> buckets(String text, String name) {
    return Pattern.compile(name + "_bucket\\{[^}]*le=\"([0-9.]+)\"")
        .matcher(text)
        .results()
        .map((MatchResult found) -> Double.valueOf(found.group(1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<Double> numbers(String text) {
    return Pattern.compile(" ")
        .splitAsStream(text)
        .map(Double::valueOf)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
