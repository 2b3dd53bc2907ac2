package org.imagebuilder.composer.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
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
import org.junit.jupiter.api.Test;

@QuarkusTest
@SuppressWarnings("NullAway.Init")
class WorkerListenerTest {
  private static final String WORKER = "/api/image-builder-worker/v1";
  private static final String CLOUD = "/api/image-builder-composer/v2";

  @Inject WorkerListener listener;
  @Inject MeterRegistry meters;
  @TestHTTPResource URI main;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void the_worker_door_answers_the_worker_api() throws Exception {
    HttpResponse<String> answer = send("GET", workerDoor(WORKER + "/status"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"kind\":\"Status\"", WORKER + "/status");
  }

  @Test
  void the_main_door_does_not_know_the_worker_api() throws Exception {
    HttpResponse<String> answer = send("GET", mainDoor(WORKER + "/status"));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("IMAGE-BUILDER-COMPOSER-21", CLOUD + "/errors/21");
  }

  @Test
  void the_worker_door_does_not_know_the_cloud_api() throws Exception {
    HttpResponse<String> answer = send("GET", workerDoor(CLOUD + "/errors"));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("IMAGE-BUILDER-WORKER-11", "\"message\":");
  }

  @Test
  void paths_that_leave_the_base_lead_nowhere() throws Exception {
    HttpResponse<String> answer =
        send("GET", workerDoor(WORKER + "/../../image-builder-composer/v2/errors"));

    assertThat(answer.statusCode()).isEqualTo(404);
  }

  @Test
  void a_wrong_method_is_told_which_ones_there_are() throws Exception {
    HttpResponse<String> answer = send("PUT", workerDoor(WORKER + "/jobs/a-token"));

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.body()).contains("IMAGE-BUILDER-WORKER-12");
    assertThat(answer.headers().firstValue("Allow")).contains("DELETE, GET, HEAD, OPTIONS, PATCH");
  }

  @Test
  void methods_that_nobody_knows_make_no_series_of_their_own() throws Exception {
    HttpResponse<String> answer = send("FOO42", workerDoor(WORKER + "/status"));

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(meters.getMeters())
        .noneMatch(meter -> "FOO42".equals(meter.getId().getTag("method")));
  }

  @Test
  void options_are_answered() throws Exception {
    HttpResponse<String> answer = send("OPTIONS", workerDoor(WORKER + "/workers"));

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("Allow")).contains("OPTIONS, POST");
  }

  @Test
  void head_is_answered_without_a_body() throws Exception {
    HttpResponse<String> answer = send("HEAD", workerDoor(WORKER + "/status"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void each_door_shows_its_own_document() throws Exception {
    HttpResponse<String> cloud = send("GET", mainDoor("/openapi.json"));
    HttpResponse<String> worker = send("GET", workerDoor("/openapi.json"));

    assertThat(cloud.body()).contains("/composes/{id}").doesNotContain("/jobs/{token}");
    assertThat(worker.body()).contains("/jobs/{token}").doesNotContain("/composes/{id}");
  }

  @Test
  void both_doors_show_the_page_that_tries_the_api_out() throws Exception {
    HttpResponse<String> cloud = send("GET", mainDoor("/swagger-ui/"));
    HttpResponse<String> worker = send("GET", workerDoor("/swagger-ui/"));

    assertThat(cloud.body()).contains("/openapi.json", "swagger-ui");
    assertThat(worker.body()).isEqualTo(cloud.body());
  }

  @Test
  void a_document_that_the_caller_has_is_not_sent_again() throws Exception {
    HttpResponse<String> first = send("GET", workerDoor(WORKER + "/openapi"));
    String etag = first.headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> second =
        http.send(
            HttpRequest.newBuilder(workerDoor(WORKER + "/openapi"))
                .header("If-None-Match", etag)
                .build(),
            BodyHandlers.ofString());

    assertThat(first.body()).contains("\"openapi\":\"3.0.3\"");
    assertThat(second.statusCode()).isEqualTo(304);
  }

  @Test
  void a_request_beyond_one_mebibyte_is_refused() throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(workerDoor(WORKER + "/workers"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(new byte[(1 << 20) + 1]))
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("IMAGE-BUILDER-WORKER-21", "1048576");
  }

  @Test
  void an_error_number_is_explained() throws Exception {
    HttpResponse<String> answer = send("GET", workerDoor(WORKER + "/errors/5"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"reason\":\"Token not found\"");
  }

  @Test
  void an_error_number_nobody_gave_is_not_found() throws Exception {
    assertThat(send("GET", workerDoor(WORKER + "/errors/10002")).body())
        .contains("IMAGE-BUILDER-WORKER-14");
  }

  @Test
  void an_error_number_has_to_be_a_number() throws Exception {
    assertThat(send("GET", workerDoor(WORKER + "/errors/five")).body())
        .contains("IMAGE-BUILDER-WORKER-9");
  }

  private URI mainDoor(String path) {
    return URI.create("http://localhost:" + main.getPort() + path);
  }

  private URI workerDoor(String path) {
    return URI.create(listener.origin() + path);
  }

  private HttpResponse<String> send(String method, URI uri)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build(),
        BodyHandlers.ofString());
  }
}
