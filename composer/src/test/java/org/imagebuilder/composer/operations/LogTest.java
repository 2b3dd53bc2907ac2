package org.imagebuilder.composer.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the log says about requests and jobs, read from its lines as a collector gets them. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class LogTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Logger ROOM = LogContext.getLogContext().getLogger("org.imagebuilder");

  @TestHTTPResource("/")
  URI cloud;

  @Inject WorkerListener workers;
  @Inject Database database;

  private final Lines lines = new Lines();
  private House house;

  @BeforeEach
  void readTheLog() {
    database.run("truncate composes, jobs cascade").await().atMost(PATIENCE);
    house = new House(cloud, workers.origin());
    lines.setLevel(Level.ALL);
    ROOM.setLevel(Level.ALL);
    ROOM.addHandler(lines);
  }

  @AfterEach
  void readItNoMore() {
    ROOM.removeHandler(lines);
    ROOM.setLevel(null);
  }

  @Test
  void a_request_leaves_one_line_with_its_template_and_its_ids() {
    house.compose("x86_64", "X-External-Id", "from-me");

    JsonNode line = lines.waitFor("Processed request", "uri", House.CLOUD + "/compose");
    assertThat(line.path("external_id").asText()).isEqualTo("from-me");
    assertThat(line.path("operation_id").asText()).hasSizeGreaterThan(20);
    assertThat(line.path("method").asText()).isEqualTo("POST");
    assertThat(line.path("status").asInt()).isEqualTo(201);
    assertThat(line.path("latency_ms").isInt()).isTrue();
  }

  @Test
  void what_is_said_while_a_request_is_served_carries_its_ids() {
    String compose = house.compose("x86_64", "X-External-Id", "carried");

    JsonNode line = lines.waitFor("Enqueued job", "plan_id", compose);
    assertThat(line.path("external_id").asText()).isEqualTo("carried");
    assertThat(line.path("operation_id").asText()).isNotEmpty();
  }

  @Test
  void a_job_is_followed_from_its_queue_to_its_end() {
    house.compose("x86_64");
    House.Answer job = house.poll("debian-manifest", "x86_64");
    String id = job.text("/id");

    house.report(job, "{\"job_error\": {\"id\": 8, \"reason\": \"no\"}}");

    assertThat(lines.waitFor("Enqueued job", "job_id", id).path("job_type").asText())
        .isEqualTo("debian-manifest");
    lines.waitFor("Dequeued job", "job_id", id);
    assertThat(lines.waitFor("Finished job", "job_id", id).path("state").asText())
        .isEqualTo("failed");
  }

  @Test
  void the_token_of_a_lease_never_enters_the_log() {
    house.compose("x86_64");
    House.Answer job = house.poll("debian-manifest", "x86_64");
    String token = job.text("/location").replaceFirst(".*/", "");
    House.get(URI.create(workers.origin()).resolve(job.text("/location")));

    house.report(job, "{\"job_error\": {\"id\": 8, \"reason\": \"no\"}}");

    lines.waitFor("Finished job", "job_id", job.text("/id"));
    assertThat(token).hasSize(36);
    assertThat(lines.text).noneMatch(line -> line.contains(token));
  }

  /** A handler that keeps what it is told, in the form of the console. */
  private static final class Lines extends ExtHandler {
    private final LogFormatter formatter = new LogFormatter("stage");
    private final List<String> text = new CopyOnWriteArrayList<>();

    @Override
    protected void doPublish(ExtLogRecord log) {
      text.add(formatter.format(log));
    }

    JsonNode waitFor(String message, String key, String value) {
      return await()
          .atMost(PATIENCE)
          .until(
              () ->
                  text.stream()
                      .map(Lines::tree)
                      .filter(line -> line.path("message").asText().equals(message))
                      .filter(line -> line.path(key).asText().equals(value))
                      .findFirst(),
              java.util.Optional::isPresent)
          .orElseThrow();
    }

    private static JsonNode tree(String line) {
      try {
        return new ObjectMapper().readTree(line);
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(line, e);
      }
    }
  }
}
