package org.imagebuilder.imagebuilder.doubles;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A neighbour over real HTTP that also fails, hangs, talks rubbish and hangs up. */
public final class StandIn implements AutoCloseable {
  /** What happens instead of a good answer. */
  public enum Mood {
    GOOD,
    /** Answers with the prepared status and body. */
    REFUSES,
    /** Takes the call and says nothing until the stand-in is calmed. */
    HANGS,
    /** Answers 200 with a page of HTML. */
    TALKS_RUBBISH,
    /** Drops the connection. */
    HANGS_UP,
    /** Answers 200 and does not come to an end. */
    RAMBLES
  }

  /** A call as it came in; parameters are decoded. */
  public record Call(
      String method,
      String path,
      Map<String, String> parameters,
      @Nullable String identity,
      @Nullable String mediaType,
      String body) {
    /** The parameter, or an empty text. */
    public String parameter(String name) {
      return parameters.getOrDefault(name, "");
    }
  }

  /** A good answer. */
  public record Answer(int status, String body) {
    public static Answer ok(String body) {
      return new Answer(200, body);
    }
  }

  private static final long TIRED = 1L << 28;

  private final AtomicLong spoken = new AtomicLong();
  private final HttpServer server;
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Function<Call, Answer> good;
  private volatile Mood mood = Mood.GOOD;
  private volatile Answer refusal = new Answer(500, "{}");
  private volatile CountDownLatch patience = new CountDownLatch(1);

  private StandIn(Function<Call, Answer> good) {
    this.good = good;
    try {
      server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** Listens on a port of its own, and answers so while it is well. */
  public static StandIn start(Function<Call, Answer> good) {
    return new StandIn(good);
  }

  public String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** How many bytes it got rid of while it rambled; until it was calmed. */
  public long spoken() {
    return spoken.get();
  }

  /** All calls since it was calmed. */
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  public void mood(Mood wanted) {
    mood = wanted;
  }

  /** Answers like this from now on. */
  public void refuse(int status, String body) {
    refusal = new Answer(status, body);
    mood = Mood.REFUSES;
  }

  /** Well again, and without memory; calls that hang end. */
  public void calm() {
    mood = Mood.GOOD;
    patience.countDown();
    patience = new CountDownLatch(1);
    calls.clear();
    spoken.set(0);
  }

  @Override
  public void close() {
    calm();
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Call call = call(exchange);
      calls.add(call);
      switch (mood) {
        case GOOD -> answer(exchange, good.apply(call));
        case REFUSES -> answer(exchange, refusal);
        case TALKS_RUBBISH -> answer(exchange, Answer.ok("<html>busy</html>"));
        case RAMBLES -> spoken.addAndGet(ramble(exchange));
        case HANGS -> patience.await();
        case HANGS_UP -> {
          // Closing is the answer.
        }
      }
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
    }
  }

  /** Talks until nobody listens, and tells for how many bytes; it gets tired at some time. */
  private static long ramble(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    byte[] blanks = " ".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
    long said = 0;
    try {
      for (; said < TIRED; said += blanks.length) {
        exchange.getResponseBody().write(blanks);
      }
    } catch (IOException nobodyListens) {
      // That is what it is for.
    }
    return said;
  }

  private static Call call(HttpExchange exchange) throws IOException {
    Map<String, String> parameters = new LinkedHashMap<>();
    String query = exchange.getRequestURI().getRawQuery();
    for (String pair : query == null ? new String[0] : query.split("&")) {
      String[] parts = pair.split("=", 2);
      parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return new Call(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        parameters,
        exchange.getRequestHeaders().getFirst("x-rh-identity"),
        exchange.getRequestHeaders().getFirst("Content-Type"),
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, Answer answer) throws IOException {
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    boolean empty = bytes.length == 0;
    exchange.sendResponseHeaders(answer.status(), empty ? -1 : bytes.length);
    if (!empty) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
