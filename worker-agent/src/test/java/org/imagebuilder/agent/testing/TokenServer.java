package org.imagebuilder.agent.testing;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Gives tokens by OAuth to whoever asks in the right form, and knows which of them are good. */
public final class TokenServer implements AutoCloseable {

  /** What is answered in place of a token. */
  public record Refusal(int status, String body) {}

  private final HttpServer server;
  private final CopyOnWriteArrayList<Map<String, String>> forms = new CopyOnWriteArrayList<>();
  private final CopyOnWriteArrayList<String> violations = new CopyOnWriteArrayList<>();
  private final Set<String> good = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<Refusal> refusals = new LinkedBlockingQueue<>();
  private volatile String lifetime = "\"expires_in\":300,";
  private volatile boolean givesUseless;

  private TokenServer(HttpServer server) {
    this.server = server;
    server.createContext("/", this::handle);
    server.start();
  }

  public static TokenServer start() throws IOException {
    return new TokenServer(Servers.plain());
  }

  public static TokenServer startOn(HttpServer server) {
    return new TokenServer(server);
  }

  public URI url() {
    return Servers.url(server).resolve("/token");
  }

  public void refuseNext(Refusal... next) {
    refusals.addAll(List.of(next));
  }

  /** Tokens do not say how long they live. */
  public void keepLifetimeSecret() {
    lifetime = "";
  }

  /** What tokens say of how long they live. */
  public void giveLifetime(long seconds) {
    lifetime = "\"expires_in\":%d,".formatted(seconds);
  }

  /** Tokens that nobody takes. */
  public void giveUseless() {
    givesUseless = true;
  }

  public void revokeAll() {
    good.clear();
  }

  /** What was asked, form by form. */
  public CopyOnWriteArrayList<Map<String, String>> forms() {
    return forms;
  }

  /** Requests that were not in the form that OAuth has. */
  public CopyOnWriteArrayList<String> violations() {
    return violations;
  }

  /** Lets through who shows a good token, as composer does. */
  public Filter gate() {
    return new Gate();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      check(exchange);
      forms.add(form(body));
      Refusal refusal = refusals.poll();
      if (refusal != null) {
        answer(exchange, refusal.status(), refusal.body());
        return;
      }
      String token = "token-" + forms.size();
      if (!givesUseless) {
        good.add(token);
      }
      answer(
          exchange,
          200,
          "{%s\"token_type\":\"Bearer\",\"access_token\":\"%s\"}".formatted(lifetime, token));
    }
  }

  private void check(HttpExchange exchange) {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (!exchange.getRequestMethod().equals("POST")
        || !"application/x-www-form-urlencoded".equals(type)
        || !exchange.getRequestURI().getPath().equals("/token")) {
      violations.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + type);
    }
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new TreeMap<>();
    for (String pair : body.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return form;
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private final class Gate extends Filter {

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
      @Nullable String header = exchange.getRequestHeaders().getFirst("Authorization");
      if (header != null && header.startsWith("Bearer ") && good.contains(header.substring(7))) {
        chain.doFilter(exchange);
        return;
      }
      try (exchange) {
        exchange.getRequestBody().readAllBytes();
        answer(exchange, 401, "{\"id\":\"401\",\"code\":\"X-401\",\"message\":\"No account\"}");
      }
    }

    @Override
    public String description() {
      return "wants a token";
    }
  }
}
