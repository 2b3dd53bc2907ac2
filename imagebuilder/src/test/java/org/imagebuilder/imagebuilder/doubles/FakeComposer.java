package org.imagebuilder.imagebuilder.doubles;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A composer that keeps what it is sent, over real HTTP. It checks each request against
 * composer.yaml and knows idempotency keys, as the contract says.
 */
public final class FakeComposer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BASE = "/api/image-builder-composer/v2";
  private static final String PENDING =
      "{\"status\":\"pending\",\"image_status\":{\"status\":\"pending\"}}";

  /** What a test wants to happen instead of a good answer. */
  public enum Mood {
    GOOD,
    /** Hangs up before it has taken the compose. */
    DEAF,
    /** Takes the compose and hangs up before the answer. */
    HANGS_UP,
    /** Takes the call and never answers. */
    SILENT,
    /** Answers 201 with a page of HTML. */
    TALKS_RUBBISH,
    /** Answers with the prepared error. */
    REFUSES
  }

  /** A compose as it came in. */
  public record Posted(
      UUID id,
      ObjectNode request,
      @Nullable String key,
      @Nullable String fairShareKey,
      @Nullable String authorization) {}

  private final HttpServer server;
  private final List<Posted> posted = new CopyOnWriteArrayList<>();
  private final Map<String, Posted> byKey = new ConcurrentHashMap<>();
  private final Map<UUID, String> statuses = new ConcurrentHashMap<>();
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final ComposerContract contract = new ComposerContract();
  private final FakeCatalog catalog = new FakeCatalog(contract, violations);

  private final Map<UUID, String> metadata = new ConcurrentHashMap<>();
  private final AtomicInteger statusCalls = new AtomicInteger();
  private final FakeTokens tokens = new FakeTokens();
  private volatile Mood mood = Mood.GOOD;
  private volatile int errorStatus = 400;
  private volatile String error = "{}";
  private volatile boolean knowsKeys = true;
  private volatile List<String> trace = List.of();
  private volatile CountDownLatch silence = new CountDownLatch(0);
  private volatile int goodPosts;
  private volatile Function<Posted, String> progress = each -> PENDING;
  private final FakeCancels cancels = new FakeCancels();

  private FakeComposer(HttpServer server) {
    this.server = server;
    server.createContext(BASE, this::handle);
    server.createContext("/token", tokens::give);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** Listens on a port of its own. */
  public static FakeComposer start() {
    return new FakeComposer(LocalServer.open());
  }

  /** The same, encrypted. */
  public static FakeComposer start(TestCertificate certificate) {
    return new FakeComposer(LocalServer.open(certificate));
  }

  public String url() {
    return LocalServer.url(server);
  }

  /** Back to how it was when it started. */
  public void reset() {
    posted.clear();
    byKey.clear();
    statuses.clear();
    metadata.clear();
    statusCalls.set(0);
    violations.clear();
    knowsKeys = true;
    mood(Mood.GOOD);
    progress = each -> PENDING;
    goodPosts = 0;
    cancels.reset();
    catalog.reset();
  }

  /** How it calls composes off. */
  public FakeCancels cancels() {
    return cancels;
  }

  /** Takes so many composes as it should before its mood shows. */
  public void goodFor(int composes) {
    goodPosts = composes;
  }

  /** What it knows beside composes. */
  public FakeCatalog catalog() {
    return catalog;
  }

  /** Who waited while it was silent is left alone as soon as it is in another mood. */
  public void mood(Mood wanted) {
    silence.countDown();
    if (wanted == Mood.SILENT) {
      silence = new CountDownLatch(1);
    }
    mood = wanted;
  }

  /** The ids that the last compose came with: trace and span. */
  public List<String> trace() {
    return trace;
  }

  /** Refuses from now on. */
  public void refuse(int status, String body) {
    errorStatus = status;
    error = body;
    mood = Mood.REFUSES;
  }

  /** Whether it is of an age that knows idempotency keys. */
  public void knowsKeys(boolean knows) {
    knowsKeys = knows;
  }

  /** What GET says about the compose from now on. */
  public void status(UUID id, String body) {
    statuses.put(id, body);
  }

  /** What GET says about composes of which nothing else is said. */
  public void progress(Function<Posted, String> told) {
    progress = told;
  }

  /** What it knows about the image of the compose from now on. */
  public void metadata(UUID id, String body) {
    metadata.put(id, body);
  }

  /** How often somebody has asked how far a compose is. */
  public int statusCalls() {
    return statusCalls.get();
  }

  /** All composes that it would build. */
  public List<Posted> posted() {
    return List.copyOf(posted);
  }

  /** What was sent against the contract. */
  public List<String> violations() {
    return List.copyOf(violations);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /** Whom it believes. */
  public FakeTokens tokens() {
    return tokens;
  }

  private void handle(HttpExchange exchange) throws IOException {
    if (!tokens.trusts(exchange)) {
      exchange.getRequestBody().readAllBytes();
      LocalServer.answer(exchange, 401, "{\"id\":\"401\",\"reason\":\"who?\"}");
      return;
    }
    String path = exchange.getRequestURI().getPath().substring(BASE.length());
    if (mood == Mood.SILENT || (mood == Mood.HANGS_UP && !path.equals("/compose"))) {
      hangUp(exchange);
    } else if (path.startsWith("/distributions/")) {
      catalog.details(exchange);
    } else if (path.equals("/search/packages")) {
      catalog.search(exchange);
    } else if (path.equals("/compose")) {
      post(exchange);
    } else if (path.endsWith("/cancel")) {
      UUID id = UUID.fromString(path.split("/", -1)[2]);
      cancels.answer(exchange, id, posted.stream().anyMatch(each -> each.id().equals(id)));
    } else if (path.equals("/openapi")) {
      LocalServer.answer(
          exchange, mood == Mood.REFUSES ? errorStatus : 200, contract.document(knowsKeys));
    } else if (path.endsWith("/metadata")) {
      about(exchange, UUID.fromString(path.split("/", -1)[2]), metadata);
    } else {
      statusCalls.incrementAndGet();
      about(exchange, UUID.fromString(path.substring(path.lastIndexOf('/') + 1)), statuses);
    }
  }

  /** At once, or, when it is silent, as soon as it is not any more. */
  private void hangUp(HttpExchange exchange) {
    try {
      silence.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  private void post(HttpExchange exchange) throws IOException {
    trace =
        Stream.of("X-Strc-Trace-ID", "X-Strc-Span-ID")
            .map(name -> String.valueOf(exchange.getRequestHeaders().getFirst(name)))
            .toList();
    ObjectNode request = (ObjectNode) JSON.readTree(exchange.getRequestBody());
    violations.addAll(contract.violations(request));
    Mood now = posted.size() < goodPosts ? Mood.GOOD : mood;
    if (now == Mood.REFUSES) {
      LocalServer.answer(exchange, errorStatus, error);
      return;
    }
    if (now == Mood.DEAF) {
      exchange.close();
      return;
    }
    Posted compose = keep(exchange, request);
    if (now == Mood.HANGS_UP) {
      exchange.close();
    } else if (now == Mood.TALKS_RUBBISH) {
      LocalServer.answer(exchange, 201, "<html>");
    } else {
      if (knowsKeys && compose.key() != null) {
        exchange.getResponseHeaders().set("Idempotency-Key", compose.key());
      }
      ObjectNode body = JSON.createObjectNode();
      body.put("href", BASE + "/compose").put("kind", "ComposeId").put("id", "" + compose.id());
      LocalServer.answer(exchange, 201, body.toString());
    }
  }

  private Posted keep(HttpExchange exchange, ObjectNode request) {
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    Posted compose =
        new Posted(
            UUID.randomUUID(),
            request,
            key,
            exchange.getRequestHeaders().getFirst("X-Fair-Share-Key"),
            exchange.getRequestHeaders().getFirst("Authorization"));
    Posted earlier = knowsKeys && key != null ? byKey.putIfAbsent(key, compose) : null;
    if (earlier != null) {
      return earlier;
    }
    posted.add(compose);
    return compose;
  }

  private void about(HttpExchange exchange, UUID id, Map<UUID, String> known) throws IOException {
    String said = known.get(id);
    if (mood == Mood.REFUSES) {
      LocalServer.answer(exchange, errorStatus, error);
    } else if (mood == Mood.TALKS_RUBBISH) {
      LocalServer.answer(exchange, 200, "<html>");
    } else if (said != null) {
      LocalServer.answer(exchange, 200, said);
    } else {
      Stream<Posted> composes = known == statuses ? posted.stream() : Stream.of();
      Optional<String> told =
          composes.filter(each -> each.id().equals(id)).findFirst().map(progress);
      LocalServer.answer(exchange, told.isPresent() ? 200 : 404, told.orElse(FakeCancels.UNKNOWN));
    }
  }
}
