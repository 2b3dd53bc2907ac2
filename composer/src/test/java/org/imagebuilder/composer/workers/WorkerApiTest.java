package org.imagebuilder.composer.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.imagebuilder.composer.artifacts.Artifact;
import org.imagebuilder.composer.artifacts.Artifacts;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.imagebuilder.composer.queue.JobId;
import org.imagebuilder.composer.queue.JobQueue;
import org.imagebuilder.composer.queue.JobState;
import org.imagebuilder.composer.queue.NewInput;
import org.imagebuilder.composer.queue.NewJob;
import org.imagebuilder.composer.queue.NewPlan;
import org.imagebuilder.composer.workers.Agent.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operation of the worker API over HTTP, with good and with bad input. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class WorkerApiTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String UNKNOWN_TOKEN =
      Agent.BASE + "/jobs/2b3c1f0e-7f0a-4c8e-9f43-6b1f2f0a9d11";
  private static final String GOOD =
      "{\"result\":{\"success\":true,\"upload_status\":\"success\",\"host_os\":\"debian-12\","
          + "\"arch\":\"x86_64\",\"osbuild_output\":{\"success\":true}}}";
  private static final String MISSHAPEN =
      "{\"result\":{\"success\":true,\"job_error\":{\"id\":\"ten\",\"reason\":\"x\"}}}";
  private static final String BAD =
      "{\"result\":{\"success\":false,\"upload_status\":\"failure\",\"host_os\":\"debian-12\","
          + "\"arch\":\"x86_64\",\"job_error\":{\"id\":10,\"reason\":\"build failure\"}}}";

  @Inject WorkerListener listener;
  @Inject Database database;
  @Inject JobQueue queue;
  @Inject Artifacts artifacts;
  private Agent agent;

  @BeforeEach
  void begin() {
    agent = new Agent(listener.origin());
  }

  @AfterEach
  void end() {
    agent.close();
  }

  @Test
  void a_worker_registers_and_shows_that_it_is_there() {
    Answer registered =
        agent.send(
            "POST",
            Agent.BASE + "/workers",
            "{\"arch\":\"x86_64\",\"capabilities\":[\"confirms\"]}");
    Answer status =
        agent.send("POST", Agent.BASE + "/workers/" + registered.text("worker_id") + "/status", "");

    assertThat(registered.status()).isEqualTo(201);
    assertThat(registered.text("kind")).isEqualTo("WorkerID");
    assertThat(registered.text("id")).isEqualTo(registered.text("worker_id"));
    assertThat(registered.text("href")).isEqualTo(Agent.BASE + "/workers");
    assertThat(status.status()).isEqualTo(200);
    assertThat(status.body()).isEmpty();
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
  void a_poll_without_a_job_ends_without_a_body() {
    Answer answer = agent.poll();

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void a_waiting_poll_gets_a_job_that_is_enqueued() throws Exception {
    CompletableFuture<Answer> poll =
        agent.sendLater("POST", Agent.BASE + "/jobs", agent.pollBody());
    JobId job = enqueue();

    Answer answer = poll.get(20, java.util.concurrent.TimeUnit.SECONDS);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.text("id")).isEqualTo(job.toString());
    assertThat(answer.text("type")).isEqualTo("debian-image");
    assertThat(answer.text("kind")).isEqualTo("RequestJob");
    assertThat(answer.text("location")).startsWith(Agent.BASE + "/jobs/");
    assertThat(answer.text("artifact_location")).isEqualTo(answer.text("location") + "/artifacts/");
    assertThat(answer.json().path("args").path("targets").isArray()).isTrue();
    assertThat(answer.json().has("dynamic_args")).isFalse();
  }

  @Test
  void results_of_inputs_come_in_their_order_and_as_they_were() {
    String manifest = "{\"manifest\":{\"version\":\"1\",  \"size\":1.50}}";
    JobId first = JobId.random();
    JobId second = JobId.random();
    String inputType = "debian-image:in" + agent.arch;
    enqueue(
        NewJob.of(first, inputType, "{}"),
        NewJob.of(second, agent.queueType(), "{\"targets\":[]}")
            .withInputs(new NewInput("manifest", first)));
    finish(inputType, manifest);

    Answer leased = agent.poll();

    assertThat(leased.body()).contains("\"dynamic_args\":[" + manifest.replaceFirst("}$", ","));
  }

  @Test
  void a_heartbeat_tells_that_the_job_goes_on() {
    String location = lease();

    Answer answer = agent.get(location);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("canceled").asBoolean(true)).isFalse();
    assertThat(answer.text("kind")).isEqualTo("JobStatus");
    assertThat(answer.text("href")).isEqualTo(location);
    assertThat(location).endsWith(answer.text("id"));
  }

  @Test
  void a_heartbeat_tells_that_the_job_was_cancelled() {
    JobId job = enqueue();
    String location = agent.poll().text("location");
    UUID plan = planOf(job);
    await(queue.cancel(plan));

    assertThat(agent.get(location).json().path("canceled").asBoolean()).isTrue();
    assertThat(agent.send("PATCH", location, GOOD).status()).isEqualTo(200);
    assertThat(stateOf(job)).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void tokens_have_to_be_known() {
    assertThat(agent.get(UNKNOWN_TOKEN).text("id")).isEqualTo("5");
    assertThat(agent.send("PATCH", UNKNOWN_TOKEN, GOOD).text("id")).isEqualTo("5");
    assertThat(agent.send("PATCH", UNKNOWN_TOKEN, "{\"partial\":{}}").text("id")).isEqualTo("5");
    assertThat(agent.delete(UNKNOWN_TOKEN).text("id")).isEqualTo("5");
    assertThat(agent.put(UNKNOWN_TOKEN + "/artifacts/a", new byte[1]).text("id")).isEqualTo("5");
  }

  @Test
  void tokens_have_to_be_uuids() {
    String path = Agent.BASE + "/jobs/1-1-1-1-1";

    assertThat(agent.get(path).text("id")).isEqualTo("8");
    assertThat(agent.delete(path).text("id")).isEqualTo("8");
    assertThat(agent.send("PATCH", path, GOOD).text("id")).isEqualTo("7");
    assertThat(agent.put(path + "/artifacts/a", new byte[1]).text("id")).isEqualTo("7");
  }

  @Test
  void a_good_result_ends_the_job_well() {
    JobId job = enqueue();
    String location = agent.poll().text("location");

    Answer answer = agent.send("PATCH", location, GOOD);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.text("kind")).isEqualTo("UpdateJobResponse");
    assertThat(answer.text("href")).isEqualTo(location);
    assertThat(stateOf(job)).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void a_result_with_an_error_ends_the_job_badly() {
    JobId job = enqueue();
    String location = agent.poll().text("location");

    assertThat(agent.send("PATCH", location, BAD).status()).isEqualTo(200);
    assertThat(stateOf(job)).isEqualTo(JobState.FAILED);
  }

  @Test
  void the_same_result_twice_is_taken_twice_and_another_one_is_not() {
    JobId job = enqueue();
    String location = agent.poll().text("location");
    agent.send("PATCH", location, GOOD);

    Answer same = agent.send("PATCH", location, GOOD);
    Answer other = agent.send("PATCH", location, BAD);

    assertThat(same.status()).isEqualTo(200);
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.text("id")).isEqualTo("20");
    assertThat(stateOf(job)).isEqualTo(JobState.SUCCEEDED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"result\":null}",
        "{\"result\":[]}",
        "{\"result\":\"done\"}",
        "{\"result\":{}}",
        "{\"result\":{\"success\":\"maybe\"}}",
        "{\"result\":",
        ""
      })
  void what_is_no_result_leaves_the_job_as_it_is(String body) {
    JobId job = enqueue();
    String location = agent.poll().text("location");

    Answer answer = agent.send("PATCH", location, body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.text("id")).isIn("10", "19");
    assertThat(stateOf(job)).isEqualTo(JobState.RUNNING);
  }

  @Test
  void a_result_with_a_member_of_the_wrong_type_is_told_which() {
    enqueue();

    Answer answer = agent.send("PATCH", lease(), MISSHAPEN);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("message"))
        .endsWith("result: job_error.id is of the wrong type")
        .doesNotContain("java");
  }

  @Test
  void progress_leaves_the_job_running() {
    JobId job = enqueue();
    String location = agent.poll().text("location");

    Answer answer =
        agent.send(
            "PATCH",
            location,
            "{\"partial\":{\"progress\":{\"message\":\"a\",\"done\":1,\"total\":2}}}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(stateOf(job)).isEqualTo(JobState.RUNNING);
    assertThat(await(queue.jobsOfPlan(planOf(job))).getFirst().partial().orElse(""))
        .contains("\"done\":1");
  }

  @Test
  void a_report_needs_its_content_type() {
    Answer answer = agent.send("PATCH", lease(), "text/plain", BodyPublishers.ofString(GOOD));

    assertThat(answer.status()).isEqualTo(415);
  }

  @Test
  void a_large_result_is_taken() {
    JobId job = enqueue();
    String location = agent.poll().text("location");
    String log = "x".repeat(20 << 20);

    Answer answer =
        agent.send(
            "PATCH",
            location,
            GOOD.replace("\"success\":true,", "\"success\":true,\"log\":\"" + log + "\","));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(stateOf(job)).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void a_result_beyond_the_limit_is_refused() {
    JobId job = enqueue();
    String location = agent.poll().text("location");

    Answer answer = agent.send("PATCH", location, "x".repeat((32 << 20) + 1));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.text("id")).isEqualTo("21");
    assertThat(stateOf(job)).isEqualTo(JobState.RUNNING);
  }

  @Test
  void a_result_of_unknown_length_beyond_the_limit_is_refused() {
    byte[] large = new byte[(32 << 20) + 1];

    Answer answer =
        agent.send(
            "PATCH",
            lease(),
            "application/json",
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));

    assertThat(answer.status()).isEqualTo(413);
  }

  @Test
  void a_job_that_is_handed_back_goes_to_the_next_one() {
    JobId job = enqueue();
    String location = agent.poll().text("location");

    Answer answer = agent.delete(location);

    assertThat(answer.status()).isEqualTo(204);
    assertThat(agent.poll().text("id")).isEqualTo(job.toString());
    assertThat(agent.get(location).status()).isEqualTo(404);
  }

  @Test
  void a_restarted_worker_frees_what_it_held() {
    String former =
        agent.send("POST", Agent.BASE + "/workers", "{\"arch\":\"x\"}").text("worker_id");
    JobId job = enqueue();
    agent.send(
        "POST",
        Agent.BASE + "/jobs",
        agent.pollBody().replace("}", ",\"worker_id\":\"" + former + "\"}"));

    agent.send(
        "POST",
        Agent.BASE + "/workers",
        "{\"arch\":\"x\",\"previous_worker_id\":\"" + former + "\"}");

    assertThat(agent.poll().text("id")).isEqualTo(job.toString());
  }

  @Test
  void a_worker_that_nobody_knows_has_to_register_before_it_polls() {
    Answer answer =
        agent.send(
            "POST",
            Agent.BASE + "/jobs",
            agent.pollBody().replace("}", ",\"worker_id\":\"" + UUID.randomUUID() + "\"}"));

    assertThat(answer.text("id")).isEqualTo("18");
  }

  @Test
  void a_poll_that_is_hung_up_on_takes_no_job() throws Exception {
    hangUpWhileWaiting();
    JobId job = enqueue();

    Answer next = agent.poll();

    assertThat(next.text("id")).isEqualTo(job.toString());
  }

  @Test
  void a_file_is_kept_with_its_size_and_digest() throws Exception {
    byte[] bytes = new byte[3 << 20];
    new java.util.Random(7).nextBytes(bytes);
    JobId job = enqueue();
    Answer leased = agent.poll();

    Answer answer = agent.put(leased.text("artifact_location") + "disk.qcow2", bytes);
    agent.send("PATCH", leased.text("location"), GOOD);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    List<Artifact> kept = await(artifacts.ofEndedJob(job.value()));
    assertThat(kept).hasSize(1);
    assertThat(kept.getFirst().size()).isEqualTo(bytes.length);
    assertThat(kept.getFirst().sha256())
        .isEqualTo(
            HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes)));
    assertThat(Files.readAllBytes(artifacts.file(kept.getFirst()))).isEqualTo(bytes);
  }

  @Test
  void a_file_that_is_sent_again_replaces_the_first_one() throws Exception {
    JobId job = enqueue();
    Answer leased = agent.poll();
    agent.put(leased.text("artifact_location") + "a.txt", new byte[100]);

    agent.put(leased.text("artifact_location") + "a.txt", new byte[] {1, 2});
    agent.send("PATCH", leased.text("location"), GOOD);

    assertThat(await(artifacts.ofEndedJob(job.value())).getFirst().size()).isEqualTo(2);
  }

  @Test
  void an_empty_file_is_a_file() {
    JobId job = enqueue();
    Answer leased = agent.poll();

    assertThat(agent.put(leased.text("artifact_location") + "empty", new byte[0]).status())
        .isEqualTo(200);
    agent.send("PATCH", leased.text("location"), GOOD);
    assertThat(await(artifacts.ofEndedJob(job.value())).getFirst().size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"..%2Fescaped", "%2e%2e%2fescaped", "a%5Cb", "a%00b", "%2Fetc"})
  void a_name_that_leaves_the_directory_is_refused(String name) {
    Answer leased = leaseWhole();

    Answer answer = agent.put(leased.text("artifact_location") + name, new byte[] {1});

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.text("id")).isEqualTo("25");
    assertThat(artifacts.directory().resolve("escaped")).doesNotExist();
  }

  @Test
  void files_of_a_lease_that_was_given_back_are_gone() throws Exception {
    JobId job = enqueue();
    Answer first = agent.poll();
    agent.put(first.text("artifact_location") + "disk", new byte[] {1});
    agent.delete(first.text("location"));

    Answer second = agent.poll();
    agent.send("PATCH", second.text("location"), GOOD);

    assertThat(await(artifacts.ofEndedJob(job.value()))).isEmpty();
    String token = first.text("location").substring(Agent.BASE.length() + "/jobs/".length());
    assertThat(artifacts.directory().resolve(token)).doesNotExist();
  }

  @Test
  void a_file_for_a_job_that_has_ended_is_refused() {
    Answer leased = leaseWhole();
    agent.send("PATCH", leased.text("location"), GOOD);

    assertThat(agent.put(leased.text("artifact_location") + "late", new byte[1]).text("id"))
        .isEqualTo("5");
  }

  @Test
  void a_file_that_never_comes_whole_leaves_nothing() throws Exception {
    Answer leased = leaseWhole();
    URI origin = URI.create(listener.origin());
    String head =
        "PUT %shalf HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nno size\r\n"
            .formatted(leased.text("artifact_location"));

    try (Socket socket = new Socket("localhost", origin.getPort())) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().readAllBytes();
    }

    Awaitility.await().atMost(PATIENCE).until(() -> incoming().isEmpty());
  }

  @Test
  void an_upload_that_breaks_off_leaves_nothing_behind() throws Exception {
    JobId job = enqueue();
    Answer leased = agent.poll();

    breakOff("PUT", leased.text("artifact_location") + "disk", 1_000_000, 700_000);

    Awaitility.await().atMost(PATIENCE).until(() -> incoming().isEmpty());
    agent.send("PATCH", leased.text("location"), GOOD);
    assertThat(await(artifacts.ofEndedJob(job.value()))).isEmpty();
  }

  @Test
  void a_result_that_breaks_off_leaves_the_job_running() throws Exception {
    JobId job = enqueue();
    String location = agent.poll().text("location");

    breakOff("PATCH", location, 1_000_000, 10);

    assertThat(agent.get(location).status()).isEqualTo(200);
    assertThat(stateOf(job)).isEqualTo(JobState.RUNNING);
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

  private List<Path> incoming() throws IOException {
    try (Stream<Path> files = Files.list(artifacts.directory().resolve("incoming"))) {
      return files.toList();
    }
  }

  private void breakOff(String method, String path, int promised, int sent) throws IOException {
    URI origin = URI.create(listener.origin());
    try (Socket socket = new Socket("localhost", origin.getPort())) {
      String head =
          "%s %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
              .formatted(method, path, promised);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(new byte[sent]);
      socket.getOutputStream().flush();
    }
  }

  private void hangUpWhileWaiting() throws Exception {
    byte[] body = agent.pollBody().getBytes(StandardCharsets.UTF_8);
    URI origin = URI.create(listener.origin());
    try (Socket socket = new Socket("localhost", origin.getPort())) {
      OutputStream out = socket.getOutputStream();
      String head =
          "POST %s/jobs HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
              .formatted(Agent.BASE, body.length);
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(body);
      out.flush();
      // The door has read the request when it answers the next one on another connection.
      agent.get(Agent.BASE + "/status");
    }
  }

  private JobId enqueue() {
    JobId job = JobId.random();
    enqueue(NewJob.of(job, agent.queueType(), "{\"targets\":[]}"));
    return job;
  }

  private void enqueue(NewJob... jobs) {
    UUID plan = jobs[jobs.length - 1].id().value();
    await(
        database.inTransaction(
            tx -> queue.enqueue(tx, NewPlan.of(plan, "", "share", List.of(jobs)))));
  }

  private String lease() {
    return leaseWhole().text("location");
  }

  private Answer leaseWhole() {
    enqueue();
    return agent.poll();
  }

  private void finish(String queueType, String result) {
    String arch = queueType.substring(queueType.indexOf(':') + 1);
    Answer leased =
        agent.send("POST", Agent.BASE + "/jobs", agent.pollBody().replace(agent.arch, arch));
    // A build's result that also holds what the next job reads.
    String whole = GOOD.replace("{\"result\":{", "{\"result\":" + result.replaceFirst("}$", ","));
    assertThat(agent.send("PATCH", leased.text("location"), whole).status()).isEqualTo(200);
  }

  private JobState stateOf(JobId job) {
    return JobState.of(
        await(database.run("select state from jobs where id = $1", Tuple.of(job.value())))
            .iterator()
            .next()
            .getString("state"));
  }

  private UUID planOf(JobId job) {
    return job.value();
  }

  private static <T> T await(io.smallrye.mutiny.Uni<T> uni) {
    return uni.await().atMost(PATIENCE);
  }
}
