package org.imagebuilder.agent.http;

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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that does what the test wants. */
class HttpCallerTest {

  private static final HttpRetry RETRY = HttpRetry.from(Duration.ofMillis(1));

  private final HttpServer server;
  private final HttpCaller caller = new HttpCaller(HttpTrust.usual(), HttpProxies.none());
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private volatile Behaviour behaviour = (exchange, count) -> answer(exchange, 200, "fine");

  private interface Behaviour {
    void handle(HttpExchange exchange, int count) throws IOException;
  }

  HttpCallerTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void a_piece_of_a_file_is_sent_and_told_of(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "0123456789");
    List<Long> sent = new CopyOnWriteArrayList<>();
    behaviour = (exchange, count) -> answer(exchange, 200, text(exchange));

    HttpAnswer answer =
        caller.send(call("PUT").body(new HttpBody.Piece(file, 2, 5)).sent(sent::add));

    assertThat(answer.body()).isEqualTo("23456");
    assertThat(sent).containsExactly(5L);
  }

  @Test
  void a_refusal_is_an_answer_with_its_headers() throws Exception {
    behaviour =
        (exchange, count) -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"r\"");
          answer(exchange, 401, "who are you");
        };

    HttpAnswer answer = caller.send(call("POST").body(HttpBody.text("{}")));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("www-authenticate")).hasValue("Bearer realm=\"r\"");
  }

  @Test
  void a_redirect_is_not_followed() throws Exception {
    behaviour =
        (exchange, count) -> {
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          answer(exchange, 307, "");
        };

    HttpAnswer answer = caller.send(call("GET"));

    assertThat(answer.header("Location")).hasValue("/elsewhere");
    assertThat(calls).containsExactly("GET /");
  }

  @Test
  void an_answer_that_is_too_long_is_a_failure() {
    behaviour = (exchange, count) -> answer(exchange, 200, "x".repeat(101));

    assertThatThrownBy(() -> caller.send(call("GET").longestAnswer(100)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("100 bytes");
  }

  @Test
  void an_answer_that_just_fits_is_none() throws Exception {
    behaviour = (exchange, count) -> answer(exchange, 200, "x".repeat(100));

    HttpAnswer answer = caller.send(call("GET").longestAnswer(100));

    assertThat(answer.body()).hasSize(100);
  }

  @Test
  void a_busy_server_is_asked_again() throws Exception {
    behaviour = (exchange, count) -> answer(exchange, count < 3 ? 503 : 200, "");

    HttpAnswer answer = caller.send(RETRY, () -> call("GET"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(calls).hasSize(3);
  }

  @Test
  void a_server_that_stays_busy_has_the_last_word() throws Exception {
    behaviour = (exchange, count) -> answer(exchange, 503, "busy");

    HttpAnswer answer = caller.send(RETRY, () -> call("GET"));

    assertThat(answer.body()).isEqualTo("busy");
    assertThat(calls).hasSize(5);
  }

  @Test
  void a_refusal_is_not_repeated() throws Exception {
    behaviour = (exchange, count) -> answer(exchange, 403, "");

    HttpAnswer answer = caller.send(RETRY, () -> call("GET"));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(calls).hasSize(1);
  }

  @Test
  void a_broken_connection_is_tried_again(@TempDir Path directory) throws Exception {
    Path file = Files.write(directory.resolve("file"), new byte[1 << 20]);
    behaviour =
        (exchange, count) -> {
          if (count == 2) {
            exchange.getRequestBody().readAllBytes();
            answer(exchange, 200, "");
          }
        };

    HttpAnswer answer = caller.send(RETRY, () -> call("PUT").body(HttpBody.file(file)));

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void a_call_that_must_not_be_repeated_fails_at_once() {
    behaviour = (exchange, count) -> {};

    assertThatThrownBy(
            () -> caller.send(HttpRetry.never(), () -> call("POST").body(HttpBody.text("once"))))
        .isInstanceOf(IOException.class);
    assertThat(calls).hasSize(1);
  }

  @Test
  void silence_ends_by_time_out() {
    CountDownLatch end = new CountDownLatch(1);
    behaviour = (exchange, count) -> await(end);

    assertThatThrownBy(
            () -> caller.send(call("GET").timeouts(Duration.ofSeconds(5), Duration.ofMillis(50))))
        .isInstanceOf(IOException.class);
    end.countDown();
  }

  @Test
  void an_interrupt_ends_a_call() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    behaviour =
        (exchange, count) -> {
          begun.countDown();
          await(end);
        };
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    caller.send(RETRY, () -> call("GET"));
                  } catch (IOException | InterruptedException e) {
                    outcome.complete(e);
                  }
                });
    begun.await();

    thread.interrupt();

    assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
    end.countDown();
  }

  /** Java drops what comes with this status in answer to a stream. */
  @Test
  void a_refused_login_says_why() throws Exception {
    behaviour =
        (exchange, count) -> {
          String unused = text(exchange);
          exchange.getResponseHeaders().set("WWW-Authenticate", "AWS4-HMAC-SHA256");
          answer(exchange, 401, "<Code>AuthFailure</Code>");
        };

    HttpAnswer answer = caller.send(call("POST").body(HttpBody.text("Action=RegisterImage")));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body()).isEqualTo("<Code>AuthFailure</Code>");
    assertThat(calls).hasSize(1);
  }

  @Test
  void a_call_whose_answer_is_lost_is_not_made_again_by_itself() throws Exception {
    caller.send(call("GET"));
    behaviour =
        (exchange, count) -> {
          String unused = text(exchange);
          exchange.close();
        };

    assertThatThrownBy(() -> caller.send(call("POST").body(HttpBody.text("once"))))
        .isInstanceOf(IOException.class);
    assertThat(calls).hasSize(2);
  }

  @Test
  void what_is_logged_of_a_call_is_not_secret() {
    HttpCall call =
        HttpCall.of("GET", URI.create("https://h/path?X-Amz-Signature=canary"))
            .header("Authorization", "canary")
            .body(HttpBody.text("canary"));

    assertThat(call.toString()).isEqualTo("GET https://h/path");
  }

  private HttpCall call(String method) {
    return HttpCall.of(method, address());
  }

  private URI address() {
    return URI.create("http://127.0.0.1:%d/".formatted(server.getAddress().getPort()));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      calls.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      behaviour.handle(exchange, calls.size());
    }
  }

  private static String text(HttpExchange exchange) throws IOException {
    return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
