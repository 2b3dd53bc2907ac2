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
import java.util.Base64;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One compose crosses every room, whatever dies on the way. */
class OneComposeIT {
  private static final Path REPOSITORY = Path.of(System.getProperty("repository.root"));
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String IDENTITY =
      Base64.getEncoder()
          .encodeToString(
              """
              {"identity":{"org_id":"story","account_number":"1","type":"User",
               "internal":{"org_id":"story"}},"entitlements":{"rhel":{"is_entitled":true}}}\
              """
                  .getBytes(StandardCharsets.UTF_8));

  /** composer takes a silent agent's job away after two minutes; a restarted agent frees it. */
  private static final Duration LESS_THAN_A_LEASE = Duration.ofSeconds(60);

  @TempDir static Path directory;
  private static Path gate;
  private static House house;

  @BeforeAll
  static void open_the_house() {
    gate = directory.resolve("gate");
    house = new House(REPOSITORY, directory, gate);
  }

  @AfterAll
  static void close_the_house() {
    house.close();
  }

  /** The stand-in osbuild waits until this file exists. */
  @BeforeEach
  void let_builds_pass() throws IOException {
    openGate();
  }

  private static void openGate() throws IOException {
    Files.write(gate, new byte[0]);
  }

  @Test
  void a_compose_ends_as_an_image_in_the_bucket() throws Exception {
    var image = fetch(awaitImage(post()));

    assertThat(image).isNotEmpty();
  }

  @Test
  void an_agent_that_is_killed_in_the_middle_of_a_build_only_delays_the_image() throws Exception {
    Files.delete(gate);
    var id = postAndAwaitBuild();

    house.agent.killAndStartAgain();

    openGate();
    assertThat(fetch(image(awaitStatus(id, "success", LESS_THAN_A_LEASE)))).isNotEmpty();
  }

  @Test
  void an_agent_that_is_told_to_stop_hands_its_build_back() throws Exception {
    Files.delete(gate);
    var id = postAndAwaitBuild();

    house.agent.stopAndStartAgain();

    assertThat(house.agent.said()).contains("Job handed back");
    openGate();
    assertThat(fetch(image(awaitStatus(id, "success", LESS_THAN_A_LEASE)))).isNotEmpty();
  }

  @Test
  void a_composer_that_is_killed_in_the_middle_of_a_build_only_delays_the_image() throws Exception {
    Files.delete(gate);
    var id = postAndAwaitBuild();

    house.composer.killAndStartAgain();

    openGate();
    assertThat(fetch(awaitImage(id))).isNotEmpty();
  }

  @Test
  void an_imagebuilder_that_is_killed_still_knows_what_was_asked_for() throws Exception {
    var id = post();

    house.imagebuilder.killAndStartAgain();

    house.imagebuilder.awaitAnswer(house.api.resolve("/ready"));
    assertThat(fetch(awaitImage(id))).isNotEmpty();
  }

  private static String post() throws IOException, InterruptedException {
    var body = Files.readString(REPOSITORY.resolve("demo/compose-rpm.json"));
    var request =
        request("compose")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    var answer = HTTP.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return JSON.readTree(answer.body()).get("id").asText();
  }

  /** A compose is being built before an agent has the build itself: its manifest comes first. */
  private static String postAndAwaitBuild() throws Exception {
    var before = builds();
    var id = post();
    Awaitility.await("the agent builds " + id)
        .atMost(Duration.ofMinutes(2))
        .until(() -> builds() > before);
    return id;
  }

  private static long builds() throws IOException {
    return house
        .agent
        .said()
        .lines()
        .filter(line -> line.contains("Job begins") && line.contains("jobType=osbuild"))
        .count();
  }

  private static URI awaitImage(String id) {
    return image(awaitStatus(id, "success", Duration.ofMinutes(2)));
  }

  private static URI image(JsonNode status) {
    return URI.create(status.at("/upload_status/options/url").asText());
  }

  /** Waits through outages; an image that failed will never come, so that ends the wait. */
  private static JsonNode awaitStatus(String id, String wanted, Duration atMost) {
    return Awaitility.await("compose " + id + " is " + wanted)
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptionsInstanceOf(IOException.class)
        .failFast(
            "the compose failed",
            () -> !wanted.equals("failure") && "failure".equals(statusOf(status(id))))
        .until(() -> status(id), status -> statusOf(status).equals(wanted));
  }

  private static String statusOf(JsonNode image) {
    return image.path("status").asText("");
  }

  private static JsonNode status(String id) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HTTP.send(request("composes/" + id).GET().build(), BodyHandlers.ofString());
    return JSON.readTree(answer.body()).path("image_status");
  }

  private static byte[] fetch(URI url) throws IOException, InterruptedException {
    var answer = HTTP.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(house.api.resolve("/api/image-builder/v1/" + path))
        .timeout(Duration.ofSeconds(20))
        .header("x-rh-identity", IDENTITY);
  }
}
