package org.imagebuilder.agent.testing;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Stands in front of a composer and answers in its place, badly, for as long as a test wants. */
public final class Mood extends Filter {

  /** A bad answer. */
  public interface Answer {
    void give(HttpExchange exchange) throws IOException;
  }

  private final List<Long> times = new CopyOnWriteArrayList<>();
  private volatile Predicate<HttpExchange> isMeant = exchange -> true;
  private volatile @Nullable Answer answer;

  public static Answer status(int status, String body) {
    return exchange -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  public static Answer redirect(String location) {
    return exchange -> {
      exchange.getResponseHeaders().set("Location", location);
      exchange.sendResponseHeaders(302, -1);
    };
  }

  /** JSON without end. */
  public static Answer endless(int status) {
    return exchange -> {
      exchange.sendResponseHeaders(status, 0);
      OutputStream body = exchange.getResponseBody();
      byte[] some = "[[[[[[[[".repeat(8192).getBytes(StandardCharsets.UTF_8);
      while (true) {
        body.write(some);
      }
    };
  }

  /** The connection ends without a word. */
  public static Answer hangUp() {
    return exchange -> {};
  }

  /** Every call gets this answer, until the mood is better. */
  public void turn(Answer newAnswer) {
    turn(exchange -> true, newAnswer);
  }

  public void turn(Predicate<HttpExchange> newIsMeant, Answer newAnswer) {
    isMeant = newIsMeant;
    answer = newAnswer;
  }

  public void beWell() {
    answer = null;
  }

  /** Waits until so many calls were answered badly. */
  public void awaitAnswers(int count) {
    await().atMost(Duration.ofSeconds(30)).until(() -> times.size() >= count);
  }

  /** When, by the nanosecond clock. */
  public List<Long> times() {
    return times;
  }

  @Override
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    Answer bad = answer;
    if (bad == null || !isMeant.test(exchange)) {
      chain.doFilter(exchange);
      return;
    }
    times.add(System.nanoTime());
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      bad.give(exchange);
    }
  }

  @Override
  public String description() {
    return "answers in composer's place";
  }
}
