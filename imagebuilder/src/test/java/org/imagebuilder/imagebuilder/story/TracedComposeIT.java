package org.imagebuilder.imagebuilder.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.imagebuilder.imagebuilder.story.Collector.Received;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One trace leads from a person's request to the tools that a worker ran for it. */
class TracedComposeIT {
  private static final Path REPOSITORY = Path.of(System.getProperty("repository.root"));
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration A_BUILD = Duration.ofMinutes(2);

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";
  private static final String TRACEPARENT = "00-" + TRACE + "-" + CALLER + "-01";

  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-.*");
  private static final Set<String> MAY_HOLD_IDS =
      Set.of("imagebuilder.job.id", "imagebuilder.compose.id");

  private static final String IDENTITY =
      Base64.getEncoder()
          .encodeToString(
              """
              {"identity":{"org_id":"traced","account_number":"1","type":"User",
               "internal":{"org_id":"traced"}},"entitlements":{"rhel":{"is_entitled":true}}}\
              """
                  .getBytes(StandardCharsets.UTF_8));

  @TempDir static Path directory;
  private static Collector collector;
  private static House house;
  private static HttpResponse<String> posted;
  private static Map<String, Received> spans;

  /** One compose, from its request to the end of all its spans. */
  @BeforeAll
  static void make_an_image() throws Exception {
    Path gate = Files.write(directory.resolve("gate"), new byte[0]);
    collector = new Collector();
    house =
        new House(
            REPOSITORY,
            directory,
            gate,
            Map.of("IMAGEBUILDER_LOG_FORMAT", "json"),
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                collector.address().toString(),
                "OTEL_BSP_SCHEDULE_DELAY",
                "50",
                "COMPOSER_LOG_FORMAT",
                "json"));
    posted = post();
    String id = JSON.readTree(posted.body()).path("id").asText();
    Awaitility.await("compose " + id + " is built")
        .atMost(A_BUILD)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> status(id).equals("success"));
    Awaitility.await("all spans").atMost(Duration.ofSeconds(20)).until(TracedComposeIT::isWhole);
    spans =
        collector.spansOf(TRACE).stream()
            .collect(Collectors.toMap(Received::spanId, Function.identity()));
  }

  /** Both jobs and their reports are there, and only one span's parent is not. */
  private static boolean isWhole() {
    List<Received> all = collector.spansOf(TRACE);
    Set<String> ids = all.stream().map(Received::spanId).collect(Collectors.toSet());
    return all.stream().filter(span -> span.name().startsWith("job ")).count() == 2
        && all.stream().filter(span -> span.name().startsWith("PATCH /")).count() >= 2
        && all.stream().filter(span -> !ids.contains(span.parentId())).count() == 1;
  }

  @AfterAll
  static void close() {
    house.close();
    collector.close();
  }

  @Test
  void what_is_sent_has_the_form_of_the_protocol() {
    assertThat(collector.faults()).isEmpty();
  }

  @Test
  void all_three_programs_and_their_work_are_in_it() {
    assertThat(spans.values())
        .extracting(span -> span.program() + ": " + span.name())
        .contains(
            "imagebuilder: POST /api/image-builder/v1/compose",
            "imagebuilder: POST",
            "composer: POST /api/image-builder-composer/v2/compose",
            "composer: plan compose",
            "composer: enqueue jobs",
            "composer: wait for a worker",
            "worker-agent: job rpm-manifest",
            "worker-agent: tool image-builder",
            "worker-agent: job osbuild",
            "worker-agent: tool osbuild",
            "worker-agent: upload org.osbuild.aws.s3",
            "worker-agent: PATCH",
            "composer: PATCH /api/image-builder-worker/v1/jobs/{token}");
  }

  @Test
  void each_span_has_its_parent_in_it_and_the_first_has_the_callers() {
    List<String> roots =
        spans.values().stream()
            .filter(span -> !spans.containsKey(span.parentId()))
            .map(span -> span.name() + " below " + span.parentId())
            .toList();

    assertThat(roots).containsExactly("POST /api/image-builder/v1/compose below " + CALLER);
  }

  @Test
  void the_way_from_the_tool_leads_back_to_the_request() {
    assertThat(wayFrom("tool osbuild"))
        .containsExactly(
            "tool osbuild",
            "job osbuild",
            "wait for a worker",
            "enqueue jobs",
            "POST /api/image-builder-composer/v2/compose",
            "POST",
            "POST /api/image-builder/v1/compose");
  }

  @Test
  void the_way_from_a_report_leads_through_its_job() {
    assertThat(wayFrom("PATCH /api/image-builder-worker/v1/jobs/{token}"))
        .startsWith("PATCH /api/image-builder-worker/v1/jobs/{token}", "PATCH")
        .element(2)
        .asString()
        .startsWith("job ");
  }

  @Test
  void the_log_of_each_program_names_the_trace() throws IOException {
    assertThat(linesOf(house.imagebuilder, "\"trace_id\":\"" + TRACE + "\"")).isNotEmpty();
    assertThat(linesOf(house.composer, "\"trace_id\":\"" + TRACE + "\"")).isNotEmpty();
    assertThat(linesOf(house.agent, "traceId=" + TRACE))
        .anyMatch(line -> line.contains("Job begins"))
        .anyMatch(line -> line.contains("Job succeeded"));
  }

  @Test
  void the_answer_names_the_trace() {
    assertThat(posted.headers().firstValue("X-Strc-Trace-ID")).contains(TRACE);
  }

  @Test
  void an_error_of_composer_names_the_trace() throws Exception {
    URI unknown =
        house.cloudApi.resolve(
            "/api/image-builder-composer/v2/composes/9d2f7c9e-3a0f-4a6e-8f0e-9d1f3b5a7c11");

    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(unknown).header("traceparent", TRACEPARENT).build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(JSON.readTree(answer.body()).path("operation_id").asText()).isEqualTo(TRACE);
  }

  @Test
  void nothing_but_jobs_and_composes_is_named_by_ids_which_leases_would_be() {
    List<String> told = new ArrayList<>();
    for (Received span : collector.spans()) {
      told.add(span.name());
      span.attributes()
          .forEach(
              (key, value) -> {
                if (!MAY_HOLD_IDS.contains(key)) {
                  told.add(value);
                }
              });
    }

    assertThat(told).isNotEmpty().noneMatch(text -> ID.matcher(text).find());
  }

  static Stream<String> hostile() {
    return Stream.of(
        "00-" + "0".repeat(32) + "-" + CALLER + "-01",
        "00-" + TRACE + "-" + "0".repeat(16) + "-01",
        "ff-" + TRACE + "-" + CALLER + "-01",
        "00-" + TRACE + "-" + CALLER + "-01-more",
        "00-" + TRACE.toUpperCase(Locale.ROOT) + "-" + CALLER + "-01",
        "00-${jndi:ldap://x}-'; drop table composes; --",
        "\t",
        "-".repeat(3000));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void a_header_that_is_none_gets_a_trace_of_its_own(String header) throws Exception {
    HttpRequest request = request("composes").header("traceparent", header).GET().build();

    HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("X-Strc-Trace-ID").orElse(""))
        .matches("[0-9a-f]{32}")
        .isNotEqualTo(TRACE);
  }

  private static List<String> wayFrom(String name) {
    List<String> way = new ArrayList<>();
    Received span =
        spans.values().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    for (Received next = span; next != null; next = spans.get(next.parentId())) {
      way.add(next.name());
    }
    return way;
  }

  private static List<String> linesOf(Program program, String part) throws IOException {
    return program.said().lines().filter(line -> line.contains(part)).toList();
  }

  private static HttpResponse<String> post() throws IOException, InterruptedException {
    String body = Files.readString(REPOSITORY.resolve("demo/compose-rpm.json"));
    HttpRequest request =
        request("compose")
            .header("Content-Type", "application/json")
            .header("traceparent", TRACEPARENT)
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return answer;
  }

  private static String status(String id) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HTTP.send(request("composes/" + id).GET().build(), BodyHandlers.ofString());
    JsonNode image = JSON.readTree(answer.body()).path("image_status");
    return image.path("status").asText("");
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(house.api.resolve("/api/image-builder/v1/" + path))
        .timeout(Duration.ofSeconds(20))
        .header("x-rh-identity", IDENTITY);
  }
}
