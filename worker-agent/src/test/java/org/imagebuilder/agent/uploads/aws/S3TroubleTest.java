package org.imagebuilder.agent.uploads.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.imagebuilder.agent.composer.Lease;
import org.imagebuilder.agent.contract.worker.model.AwsS3TargetOptions;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.testing.NoProgress;
import org.imagebuilder.agent.uploads.Upload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a store that fails when the test wants it to. */
class S3TroubleTest {

  private static final int PART = 100;

  private final HttpServer store;
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private volatile Script script = (call, count) -> 200;

  /** Says with which status a call is answered, given how often it came before. */
  private interface Script {
    int status(String call, long count);
  }

  S3TroubleTest() throws IOException {
    store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    store.createContext("/", this::handle);
    store.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    store.start();
  }

  @AfterEach
  void stop() {
    store.stop(0);
  }

  @Test
  void a_busy_store_is_asked_again(@TempDir Path directory) throws Exception {
    script = (call, count) -> count < 3 ? 503 : 200;

    String url = upload(directory, 10);

    assertThat(url).contains("X-Amz-Signature");
    assertThat(calls).hasSize(4);
  }

  @Test
  void a_store_that_stays_busy_fails_the_upload(@TempDir Path directory) {
    script = (call, count) -> 500;

    assertThatThrownBy(() -> upload(directory, 10))
        .isInstanceOfSatisfying(
            JobErrorException.class,
            e -> assertThat(e.code()).isEqualTo(JobErrorCode.UPLOADING_IMAGE));
    assertThat(calls).hasSize(5);
  }

  @Test
  void parts_are_sent_side_by_side_and_put_together_in_order(@TempDir Path directory)
      throws Exception {
    CyclicBarrier together = new CyclicBarrier(4);
    script =
        (call, count) -> {
          if (call.contains("partNumber=") && !call.contains("partNumber=5")) {
            await(together);
          }
          return 200;
        };

    upload(directory, 5 * PART);

    assertThat(calls).filteredOn(call -> call.contains("partNumber=")).hasSize(5);
    assertThat(bodies)
        .last()
        .asString()
        .containsSubsequence(
            "<PartNumber>1<",
            "<PartNumber>2<",
            "<PartNumber>3<",
            "<PartNumber>4<",
            "<PartNumber>5<");
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_refused_part_removes_the_others(@TempDir Path directory) {
    script = (call, count) -> call.contains("partNumber=2") ? 403 : 200;

    assertThatThrownBy(() -> upload(directory, 3 * PART)).isInstanceOf(JobErrorException.class);

    assertThat(calls).anyMatch(call -> call.startsWith("DELETE") && call.contains("uploadId=u1"));
    assertThat(calls).noneMatch(call -> call.matches("POST .*uploadId=u1"));
  }

  @Test
  void an_interrupted_upload_removes_its_parts(@TempDir Path directory) throws Exception {
    script =
        (call, count) -> {
          if (call.contains("partNumber=2")) {
            uploader.interrupt();
            return 503;
          }
          return 200;
        };
    uploader =
        Thread.ofVirtual()
            .unstarted(
                () -> {
                  try {
                    upload(directory, 3 * PART);
                  } catch (JobErrorException | IOException | InterruptedException e) {
                    calls.add("ended by " + e.getClass().getSimpleName());
                  }
                });
    uploader.start();
    uploader.join();

    assertThat(calls).anyMatch(call -> call.startsWith("DELETE"));
    assertThat(calls).contains("ended by InterruptedException");
  }

  private volatile Thread uploader = Thread.currentThread();

  @Test
  void an_error_inside_of_a_successful_answer_is_an_error(@TempDir Path directory) {
    script = (call, count) -> call.matches("POST .*uploadId=u1") ? 299 : 200;

    assertThatThrownBy(() -> upload(directory, 3 * PART))
        .isInstanceOfSatisfying(
            JobErrorException.class,
            e -> assertThat(e.details().orElseThrow().toString()).contains("InternalError"));
  }

  @Test
  void without_credentials_the_error_names_the_settings(@TempDir Path directory) {
    assertThatThrownBy(
            () -> upload(directory, 10, Map.of("HOME", "/", "AWS_EC2_METADATA_DISABLED", "true")))
        .isInstanceOfSatisfying(
            JobErrorException.class,
            e -> {
              assertThat(e.code()).isEqualTo(JobErrorCode.INVALID_CONFIG);
              assertThat(e.reason()).contains("agent.aws.access-key-id");
            });
    assertThat(calls).isEmpty();
  }

  @Test
  void credentials_may_come_from_the_file_of_the_aws_tools(@TempDir Path directory)
      throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("credentials"),
            """
            [default]
            aws_access_key_id = other
            [mine]
            aws_access_key_id = AKIDFILE
            aws_secret_access_key = secret
            """);

    String url =
        upload(
            directory,
            10,
            Map.of("AWS_SHARED_CREDENTIALS_FILE", file.toString(), "AWS_PROFILE", "mine"));

    assertThat(url).contains("X-Amz-Credential=AKIDFILE%2F");
  }

  private String upload(Path directory, int size)
      throws IOException, JobErrorException, InterruptedException {
    return upload(directory, size, Map.of("AWS_ACCESS_KEY_ID", "a", "AWS_SECRET_ACCESS_KEY", "b"));
  }

  private String upload(Path directory, int size, Map<String, String> environment)
      throws IOException, JobErrorException, InterruptedException {
    Path file = Files.write(directory.resolve("disk.raw"), new byte[size]);
    URI endpoint = URI.create("http://127.0.0.1:" + store.getAddress().getPort());
    AwsAccount account = AwsTestSettings.at(endpoint, PART).account(environment);
    Map<String, Object> result =
        new S3Uploader(account)
            .upload(
                new AwsS3TargetOptions().key("k"),
                new Upload(
                    file, "i", "disk.raw", new Lease("t", URI.create("/")), new NoProgress()));
    return String.valueOf(result.get("url"));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      int status = script.status(call, calls.stream().filter(call::equals).count());
      calls.add(call);
      bodies.add(body);
      String answer =
          status == 200
              ? "<X><UploadId>u1</UploadId></X>"
              : "<Error><Code>InternalError</Code></Error>";
      exchange.getResponseHeaders().set("ETag", "\"e\"");
      byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(
          status, exchange.getRequestMethod().equals("HEAD") ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
