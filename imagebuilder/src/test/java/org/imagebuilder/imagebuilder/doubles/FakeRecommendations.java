package org.imagebuilder.imagebuilder.doubles;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A service that recommends what it is told to, for tokens that it has given out itself. */
public final class FakeRecommendations implements AutoCloseable {
  /** A question as it came in, and by which way. */
  public record Question(String target, String authorization, String trace, String body) {}

  private final HttpServer server;
  private final List<Question> questions = new CopyOnWriteArrayList<>();
  private final List<String> forms = new CopyOnWriteArrayList<>();
  private final AtomicInteger tokens = new AtomicInteger();
  private volatile int trustedFrom = 1;
  private volatile int tokenStatus = 200;
  private volatile int status = 200;
  private volatile String body = "{}";
  private volatile CountDownLatch patience = new CountDownLatch(0);

  public FakeRecommendations() {
    try {
      server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    server.createContext("/", this::recommend);
    server.createContext("/token", this::token);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  public String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** Answers so from now on. */
  public void answer(int wanted, String text) {
    status = wanted;
    body = text;
  }

  /** Takes calls and says nothing until it is reset. */
  public void hang() {
    patience = new CountDownLatch(1);
  }

  /** Tokens that were given out before count for nothing from now on. */
  public void distrustTokens() {
    trustedFrom = tokens.get() + 1;
  }

  /** Whether the token server gives out tokens. */
  public void givesTokens(boolean gives) {
    tokenStatus = gives ? 200 : 500;
  }

  /** All questions since it was reset, those with bad tokens too. */
  public List<Question> questions() {
    return List.copyOf(questions);
  }

  /** What was sent for tokens since the start. */
  public List<String> forms() {
    return List.copyOf(forms);
  }

  /** Well again; it does not forget its tokens. */
  public void reset() {
    questions.clear();
    patience.countDown();
    tokenStatus = 200;
    answer(200, "{\"packages\":[]}");
  }

  @Override
  public void close() {
    reset();
    server.stop(0);
  }

  private void token(HttpExchange exchange) throws IOException {
    forms.add(text(exchange));
    answer(
        exchange,
        tokenStatus,
        "{\"access_token\":\"%d\",\"expires_in\":900}".formatted(tokens.incrementAndGet()));
  }

  private void recommend(HttpExchange exchange) throws IOException {
    String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    questions.add(
        new Question(
            exchange.getRequestMethod() + " " + exchange.getRequestURI(),
            authorization,
            String.valueOf(exchange.getRequestHeaders().getFirst("X-Strc-Trace-ID")),
            text(exchange)));
    try {
      patience.await();
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
    }
    boolean trusted =
        authorization.matches("Bearer \\d+")
            && Integer.parseInt(authorization.substring("Bearer ".length())) >= trustedFrom;
    answer(exchange, trusted ? status : 403, trusted ? body : "{}");
  }

  private static String text(HttpExchange exchange) throws IOException {
    return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }
}
