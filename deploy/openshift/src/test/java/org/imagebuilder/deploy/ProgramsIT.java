package org.imagebuilder.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The packaged programs, started as the templates say: they begin, answer all probes where the
 * templates ask, have the metrics that pods are added by, and stop within the time that they get.
 */
class ProgramsIT {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final Pattern METRIC = Pattern.compile("image_builder_[a-z_]+");

  private static final EmbeddedPostgres POSTGRES = postgres();

  @TempDir Path home;

  private static EmbeddedPostgres postgres() {
    try {
      return EmbeddedPostgres.start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeAll
  static void makeDatabases() throws SQLException {
    try (Connection connection = POSTGRES.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE composer");
      statement.execute("CREATE DATABASE imagebuilder");
    }
  }

  @AfterAll
  static void stopPostgres() throws IOException {
    POSTGRES.close();
  }

  @Test
  void composer_and_an_agent_work_together_as_their_templates_say() throws Exception {
    Processed template = processed("composer");
    migrate(template);
    Pod pod = template.pods().getFirst();

    try (RunningPod composer =
        run(template, pod.main(), "composer", Map.of("COMPOSER_QUEUE_GAUGE_EVERY", "1s"))) {
      awaitProbes(pod, composer);
      assertThat(compose(composer)).isEqualTo(201);
      await().atMost(LONG).untilAsserted(() -> assertMetrics(composer));
      agentAsksFor(composer);
      assertThat(composer.output()).doesNotContain("\"level\":\"WARN\"", "\"level\":\"ERROR\"");
      assertThat(composer.stopsWithin(patience(pod))).as("it stops in time").isTrue();
    }
  }

  @Test
  void imagebuilder_is_ready_as_its_template_says_while_composer_is_away() throws Exception {
    Processed template = processed("imagebuilder");
    migrate(template);
    Pod pod = template.pods().getFirst();

    try (RunningPod imagebuilder =
        run(template, pod.main(), "imagebuilder", Map.of("COMPOSER_URL", "http://127.0.0.1:1"))) {
      awaitProbes(pod, imagebuilder);
      assertThat(imagebuilder.body(Ports.MANAGEMENT, path(template)))
          .contains("image_builder_crc_compose_requests_total");
      assertThat(imagebuilder.status(Ports.API, "/metrics")).isNotEqualTo(200);
      assertThat(imagebuilder.stopsWithin(patience(pod))).as("it stops in time").isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"composer", "imagebuilder"})
  void maintenance_ends_well_as_its_template_says(String program) throws Exception {
    migrate(processed(program));
    Processed template = processed(program + "-maintenance");

    try (RunningPod run =
        run(template, template.pods().getFirst().main(), "maintenance", Map.of())) {
      assertThat(run.ended()).as(run.output()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "composer, PGSSLMODE, foo",
    "composer, PGPORT, abc",
    "composer, PGMAXCONNS, many",
    "composer, COMPOSER_QUEUE_KEEP_PLANS, a month",
    "composer, QUARKUS_SHUTDOWN_TIMEOUT, soon",
    "imagebuilder, PGSSLMODE, foo",
    "imagebuilder, PGPORT, abc",
    "imagebuilder, LOG_LEVEL, LOUD",
    "imagebuilder, IMAGEBUILDER_LOG_FORMAT, xml",
    "imagebuilder, FEDORA_AUTH, perhaps",
    "worker-agent, AGENT_LANES_QUICK, two",
    "worker-agent, AGENT_SHUTDOWN_GRACE, soon",
    "worker-agent, AGENT_COMPOSER_URL, composer",
  })
  void a_start_with_a_wrong_variable_ends_with_a_sentence_that_names_it(
      String name, String variable, String value) throws Exception {
    Processed template = processed(name);

    try (RunningPod run =
        run(template, template.pods().getFirst().main(), "wrong", Map.of(variable, value))) {
      assertThat(run.ended()).isEqualTo(1);
      assertThat(run.output()).contains(variable, value).doesNotContain("\tat ");
    }
  }

  private void agentAsksFor(RunningPod composer) throws Exception {
    Processed template = processed("worker-agent");
    Pod pod = template.pods().getFirst();
    String url = "http://127.0.0.1:" + composer.port(Ports.WORKER_API);
    Map<String, String> over =
        Map.of("AGENT_COMPOSER_URL", url, "AGENT_AUTHENTICATION_OAUTH_URL", "");
    try (RunningPod agent = run(template, pod.main(), "agent", over)) {
      List<String> types =
          Arrays.asList(template.values().getOrDefault("JOB_TYPES", "").split(","));
      await()
          .atMost(LONG)
          .untilAsserted(
              () -> {
                JsonNode workers =
                    new ObjectMapper()
                        .readTree(composer.body(Ports.MANAGEMENT, "/operations/workers"));
                assertThat(workers.at("/workers/0/asks_for"))
                    .isNotEmpty()
                    .allSatisfy(type -> assertThat(types).contains(type.asText()));
              });
      assertThat(agent.stopsWithin(patience(pod))).as("it stops in time").isTrue();
    }
  }

  /** All metrics and labels that pods of agents are added by. */
  private static void assertMetrics(RunningPod composer) throws IOException {
    String metrics = composer.body(Ports.MANAGEMENT, path(processed("composer")));
    String query =
        processed("worker-agent")
            .all("ScaledObject")
            .getFirst()
            .at("/spec/triggers/0/metadata/query")
            .asText();
    List<String> names =
        METRIC.matcher(query).results().map(found -> found.group()).distinct().toList();
    assertThat(names).isNotEmpty();
    for (String name : names) {
      assertThat(metrics.lines())
          .anySatisfy(line -> assertThat(line).startsWith(name + "{").contains("tenant=", "type="));
    }
  }

  private static int compose(RunningPod composer) throws IOException {
    return composer
        .post(
            Ports.API,
            "/api/image-builder-composer/v2/compose",
            Repository.text("src/main/openapi/examples/composer/post-compose.request.aws.json"))
        .statusCode();
  }

  private void migrate(Processed template) throws Exception {
    Pod.Container first = template.pods().getFirst().containers().getFirst();
    assertThat(first.isFirst()).isTrue();
    try (RunningPod migration = run(template, first, "migration", Map.of())) {
      assertThat(migration.ended()).as(migration.output()).isZero();
    }
  }

  private static void awaitProbes(Pod pod, RunningPod running) {
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      JsonNode get = pod.main().spec().path(probe).path("httpGet");
      await(probe)
          .atMost(LONG)
          .untilAsserted(
              () ->
                  assertThat(running.status(get.path("port").asText(), get.path("path").asText()))
                      .as("%s, of:%n%s", probe, running.output())
                      .isEqualTo(200));
    }
  }

  /** What a pod has from the signal to its end. */
  private static long patience(Pod pod) {
    return pod.spec().path("terminationGracePeriodSeconds").asLong();
  }

  private static String path(Processed template) {
    return template.all("ServiceMonitor").getFirst().at("/spec/endpoints/0/path").asText();
  }

  private RunningPod run(
      Processed template, Pod.Container container, String folder, Map<String, String> more)
      throws IOException {
    Path own = Files.createTempDirectory(home, folder);
    return new RunningPod(template, container, own, secrets(), more);
  }

  private static Processed processed(String name) {
    Values values = Values.example(name);
    Template template = Template.of(name);
    if (template.parameter("PGSSLMODE").isPresent()) {
      values = values.with("PGSSLMODE", "prefer");
    }
    if (template.parameter("TOKENS").isPresent()) {
      values = values.with("TOKENS", "false");
    }
    return Processed.of(template, values);
  }

  /** As the README's table has them. */
  private static Map<String, String> secrets() {
    Map<String, String> secrets = new HashMap<>();
    for (String program : List.of("composer", "imagebuilder")) {
      secrets.put(program + "-db/db.host", "127.0.0.1");
      secrets.put(program + "-db/db.port", "" + POSTGRES.getPort());
      secrets.put(program + "-db/db.name", program);
      secrets.put(program + "-db/db.user", "postgres");
      secrets.put(program + "-db/db.password", "unused");
    }
    for (String client : List.of("composer-secrets", "worker-credentials")) {
      secrets.put(client + "/client_id", "somebody");
      secrets.put(client + "/client_secret", "for-this-test");
    }
    return secrets;
  }
}
