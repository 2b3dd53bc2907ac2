package org.imagebuilder.composer.traces;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.imagebuilder.composer.operations.House;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done with others' traces where none are recorded here. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class HandedOnTraceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String TRACEPARENT =
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @TestHTTPResource("/")
  URI cloud;

  @Inject WorkerListener workers;
  @Inject Database database;

  @BeforeEach
  void empty() {
    database.run("truncate composes, jobs cascade").await().atMost(PATIENCE);
  }

  @Test
  void an_agent_is_told_in_which_trace_its_job_was_asked_for() throws Exception {
    house().compose("x86_64", "traceparent", TRACEPARENT);

    HttpResponse<String> offer = poll();

    assertThat(offer.statusCode()).isEqualTo(201);
    assertThat(offer.headers().allValues("traceparent")).containsExactly(TRACEPARENT);
  }

  @Test
  void an_agent_is_told_nothing_where_nobody_named_a_trace() throws Exception {
    house().compose("x86_64");

    HttpResponse<String> offer = poll();

    assertThat(offer.statusCode()).isEqualTo(201);
    assertThat(offer.headers().allValues("traceparent")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-'; drop table jobs; --",
      })
  void what_is_no_trace_is_passed_over(String header) throws Exception {
    house().compose("x86_64", "traceparent", header);

    HttpResponse<String> offer = poll();

    assertThat(offer.statusCode()).isEqualTo(201);
    assertThat(offer.headers().allValues("traceparent")).isEmpty();
  }

  @Test
  void two_traces_are_none() throws Exception {
    house().compose("x86_64", "traceparent", TRACEPARENT, "traceparent", TRACEPARENT);

    assertThat(poll().headers().allValues("traceparent")).isEmpty();
  }

  @Test
  void an_error_keeps_an_id_of_its_own() throws Exception {
    URI unknown = cloud.resolve(House.CLOUD + "/composes/9d2f7c9e-3a0f-4a6e-8f0e-9d1f3b5a7c11");

    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(unknown).header("traceparent", TRACEPARENT).build(),
            BodyHandlers.ofString());

    assertThat(new ObjectMapper().readTree(answer.body()).path("operation_id").asText())
        .matches("[0-9A-Za-z]{27}");
  }

  private House house() {
    return new House(cloud, workers.origin());
  }

  private HttpResponse<String> poll() throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(workers.origin()).resolve(House.WORKER + "/jobs"))
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString("{\"types\": [\"debian-manifest\"], \"arch\": \"x86_64\"}"))
            .build(),
        BodyHandlers.ofString());
  }
}
