package org.imagebuilder.imagebuilder.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.Examples;
import org.imagebuilder.imagebuilder.doubles.FakeComposer;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.LogContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stands in the log as JSON after a compose was asked for. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class RequestLogTest {
  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  private final String organisation = "log-" + UUID.randomUUID();
  private final Lines lines = new Lines();

  /** Every line of this program, written where it was said. */
  private static final class Lines extends ExtHandler {
    private final LogFormatter formatter = new LogFormatter("");
    private final List<String> all = new CopyOnWriteArrayList<>();

    @Override
    protected void doPublish(ExtLogRecord log) {
      all.add(formatter.format(log));
    }
  }

  @BeforeEach
  void listen() {
    composer.reset();
    LogContext.getLogContext().getLogger("org.imagebuilder").addHandler(lines);
  }

  @AfterEach
  void stop() {
    LogContext.getLogContext().getLogger("org.imagebuilder").removeHandler(lines);
  }

  @Test
  void all_that_is_said_of_a_request_carries_its_ids() throws JsonProcessingException {
    compose("secret-password");

    JsonNode processed = line("Processed request");
    JsonNode accepted = line("A compose was accepted");

    for (JsonNode line : List.of(processed, accepted)) {
      assertThat(line.path("trace_id").asText()).isEqualTo("the-trace");
      assertThat(line.path("span_id").asText()).isEqualTo("the-span");
      assertThat(line.path("request_id").asText()).isEqualTo("the-request");
    }
    assertThat(processed.path("org_id").asText()).isEqualTo(organisation);
    assertThat(processed.path("uri").asText()).isEqualTo("/api/image-builder/v1/compose");
    assertThat(processed.path("status").asInt()).isEqualTo(201);
  }

  @Test
  void nothing_personal_and_no_secret_is_said() throws JsonProcessingException {
    compose("secret-password");
    line("Processed request");

    assertThat(String.join("", lines.all))
        .doesNotContain("somebody", "example.com", "secret-password", "eyJ", "x-rh-identity");
  }

  private void compose(String password) {
    ObjectNode request = Examples.read("compose.request.debian-13.json");
    request
        .withObject("/customizations")
        .putArray("users")
        .addObject()
        .put("name", "admin")
        .put("password", password);
    ApiCaller.call(
        ApiCaller.of(organisation)
            .request(ApiCaller.BASE + "/compose")
            .header("X-Strc-Trace-ID", "the-trace")
            .header("X-Strc-Span-ID", "the-span")
            .header("x-rh-insights-request-id", "the-request")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(request.toString())));
  }

  // The last line of a request is written when its caller has the answer already.
  private JsonNode line(String message) throws JsonProcessingException {
    String mark = "\"message\":\"" + message + "\"";
    Awaitility.await().until(() -> lines.all.stream().anyMatch(line -> line.contains(mark)));
    return new ObjectMapper()
        .readTree(lines.all.stream().filter(line -> line.contains(mark)).findFirst().orElseThrow());
  }
}
