package org.imagebuilder.imagebuilder.doubles;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * What the stand-in knows beside composes: details of distributions under a tag, and packages. A
 * package is found by its glob in two versions, as real repositories have them.
 */
public final class FakeCatalog {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A question about a distribution, and the tag of what was known. */
  public record Asked(String path, @Nullable String query, @Nullable String tag) {}

  private record Refusal(int status, String body) {}

  private final ComposerContract contract;
  private final List<String> violations;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final List<ObjectNode> searches = new CopyOnWriteArrayList<>();
  private final Map<String, String> packages = new ConcurrentHashMap<>();
  private volatile ObjectNode details = JSON.createObjectNode();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile @Nullable Refusal refusal;

  FakeCatalog(ComposerContract contract, List<String> violations) {
    this.contract = contract;
    this.violations = violations;
    reset();
  }

  void reset() {
    gate.countDown();
    asked.clear();
    searches.clear();
    packages.clear();
    details = Examples.composer("get-distribution.200.json");
    refusal = null;
  }

  /** A package to be found. */
  public void has(String name, String summary) {
    packages.put(name, summary);
  }

  /** What it says of every distribution from now on, under a tag of its own. */
  public void details(ObjectNode said) {
    details = said;
  }

  /** Answers so from now on, whatever is asked; a status below 400 for rubbish. */
  public void answer(int status, String body) {
    refusal = new Refusal(status, body);
  }

  /** Keeps searches waiting until the gate is opened. */
  public void close() {
    gate = new CountDownLatch(1);
  }

  public void open() {
    gate.countDown();
  }

  public List<Asked> asked() {
    return List.copyOf(asked);
  }

  public List<ObjectNode> searches() {
    return List.copyOf(searches);
  }

  void details(HttpExchange exchange) throws IOException {
    String tag = exchange.getRequestHeaders().getFirst("If-None-Match");
    asked.add(
        new Asked(exchange.getRequestURI().getPath(), exchange.getRequestURI().getRawQuery(), tag));
    if (refused(exchange)) {
      return;
    }
    String current = "\"" + Integer.toHexString(details.hashCode()) + "\"";
    exchange.getResponseHeaders().set("ETag", current);
    if (current.equals(tag)) {
      exchange.sendResponseHeaders(304, -1);
      exchange.close();
    } else {
      LocalServer.answer(exchange, 200, details.toString());
    }
  }

  void search(HttpExchange exchange) throws IOException {
    ObjectNode question = (ObjectNode) JSON.readTree(exchange.getRequestBody());
    violations.addAll(contract.violationsOfSearch(question));
    searches.add(question);
    try {
      gate.await();
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
    }
    if (refused(exchange)) {
      return;
    }
    // As some tools do, its globs know no capitals.
    String text = question.at("/packages/0").asText().replace("*", "").toLowerCase(Locale.ROOT);
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode found = answer.putArray("packages");
    packages.forEach(
        (name, summary) -> {
          if (name.toLowerCase(Locale.ROOT).contains(text)) {
            found.add(version(name, summary, "1"));
            found.add(version(name, summary, "2"));
          }
        });
    LocalServer.answer(exchange, 200, answer.toString());
  }

  private static ObjectNode version(String name, String summary, String version) {
    return JSON.createObjectNode()
        .put("description", "At length.")
        .put("name", name)
        .put("version", version)
        .put("release", "1.el9")
        .put("arch", "x86_64")
        .put("summary", summary);
  }

  private boolean refused(HttpExchange exchange) throws IOException {
    Refusal prepared = refusal;
    if (prepared != null) {
      LocalServer.answer(exchange, prepared.status(), prepared.body());
    }
    return prepared != null;
  }
}
