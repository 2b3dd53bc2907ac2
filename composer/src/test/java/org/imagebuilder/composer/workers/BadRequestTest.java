package org.imagebuilder.composer.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.imagebuilder.composer.workers.Agent.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a request to the worker API is said by number and in words. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class BadRequestTest {
  @Inject WorkerListener listener;
  private Agent agent;

  @BeforeEach
  void begin() {
    agent = new Agent(listener.origin());
  }

  @AfterEach
  void end() {
    agent.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "/workers|{}|400|19",
        "/workers|{\"arch\":null}|400|19",
        "/workers|{\"arch\":|400|10",
        "/workers|[]|400|19",
        "/workers|{\"arch\":{}}|400|19",
        "/workers|{\"arch\":\"x86_64\",\"previous_worker_id\":\"me\"}|400|17",
        "/workers|{\"arch\":\"x86_64\",\"capabilities\":\"confirms\"}|400|19",
        "/workers/me/status|{}|400|17",
        "/workers/2b3c1f0e-7f0a-4c8e-9f43-6b1f2f0a9d11/status|{}|400|18",
        "/jobs|{}|400|19",
        "/jobs|{\"types\":[\"osbuild\"]}|400|19",
        "/jobs|{\"types\":\"osbuild\",\"arch\":\"x86_64\"}|400|19",
        "/jobs|{\"types\":[null],\"arch\":\"x86_64\"}|400|19",
        "/jobs|{\"types\":[\"manifest-id-only\"],\"arch\":\"x86_64\"}|400|15",
        "/jobs|{\"types\":[],\"arch\":\"x86_64\",\"worker_id\":\"me\"}|400|17",
        "/jobs|nonsense|400|10",
        "/jobs|{\"types\":[\"a\\u0000\"],\"arch\":\"x86_64\"}|400|19",
        "/jobs|{\"types\":[\"osbuild\"],\"arch\":\"x\\nlevel=ERROR\"}|400|19",
        "/workers|{\"arch\":\"x86\\u0000\"}|400|19",
        "/workers|{\"arch\":\"x86_64\",\"capabilities\":[\"\\u0000\"]}|400|19",
        "/workers|{\"arch\":\"\\ud800\"}|400|19",
        "/workers|{\"arch\":64}|400|19",
        "/workers|{\"arch\":\"x86_64\"} {}|400|10",
      })
  void a_bad_request_says_what_is_wrong(String path, String body, int status, String number) {
    Answer answer = agent.send("POST", Agent.BASE + path, body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.text("id")).as(answer.body()).isEqualTo(number);
    assertThat(answer.text("kind")).isEqualTo("Error");
    assertThat(answer.text("code")).isEqualTo("IMAGE-BUILDER-WORKER-" + number);
    assertThat(answer.text("message")).startsWith(answer.text("reason"));
  }

  @Test
  void an_empty_body_cannot_be_decoded() {
    assertThat(agent.send("POST", Agent.BASE + "/jobs", "").text("id")).isEqualTo("10");
    assertThat(agent.send("POST", Agent.BASE + "/workers", "").text("id")).isEqualTo("10");
  }

  @Test
  void another_content_type_is_refused() {
    Answer answer =
        agent.send(
            "POST",
            Agent.BASE + "/workers",
            "text/plain",
            BodyPublishers.ofString("{\"arch\":\"x\"}"));

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.text("id")).isEqualTo("3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/workers", "/jobs"})
  void a_body_of_any_type_is_refused(String path) {
    Answer answer =
        agent.send("POST", Agent.BASE + path, "*/*", BodyPublishers.ofString("{\"arch\":\"x\"}"));

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.text("id")).isEqualTo("3");
  }

  @Test
  void a_content_type_may_name_its_charset() {
    Answer answer =
        agent.send(
            "POST",
            Agent.BASE + "/workers",
            "application/json; charset=utf-8",
            BodyPublishers.ofString("{\"arch\":\"x\"}"));

    assertThat(answer.status()).isEqualTo(201);
  }

  @Test
  void a_member_of_the_wrong_type_is_named() {
    assertThat(
            agent
                .send("POST", Agent.BASE + "/jobs", "{\"types\":{},\"arch\":\"x86_64\"}")
                .text("message"))
        .contains("types");
  }

  @Test
  void a_request_of_unknown_length_beyond_the_limit_is_refused() {
    byte[] large =
        ("{\"arch\":\"x\",\"pad\":\"" + "x".repeat(2 << 20) + "\"}")
            .getBytes(StandardCharsets.UTF_8);

    Answer answer =
        agent.send(
            "POST",
            Agent.BASE + "/workers",
            "application/json",
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));

    assertThat(answer.status()).isEqualTo(413);
  }
}
