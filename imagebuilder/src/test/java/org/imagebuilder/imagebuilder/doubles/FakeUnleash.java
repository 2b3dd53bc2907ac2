package org.imagebuilder.imagebuilder.doubles;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** An Unleash server that lists the flags of a test for whoever names itself and has the token. */
public final class FakeUnleash implements AutoCloseable {
  public static final String TOKEN = "default:development.secret";

  private final HttpServer server;
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private volatile String body = "{\"version\":2,\"features\":[]}";

  public FakeUnleash() {
    try {
      server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** Its API, with the slash that operators write. */
  public String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/api/";
  }

  /** Answers so from now on. */
  public void answer(int wanted, String text) {
    status = wanted;
    body = text;
  }

  /** The flag, on for everybody or off. */
  public void flag(String name, boolean enabled) {
    answer(
        200,
        """
        {"version":2,"features":[{"name":"%s","enabled":%s,"strategies":[{"name":"default"}]}]}
        """
            .formatted(name, enabled));
  }

  /** What was asked in another way than clients of Unleash do. */
  public List<String> faults() {
    return List.copyOf(faults);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    expect("/api/client/features?project=default", exchange.getRequestURI().toString());
    expect(TOKEN, header(exchange, "Authorization"));
    expect("image-builder", header(exchange, "UNLEASH-APPNAME"));
    if (header(exchange, "UNLEASH-INSTANCEID").length() < 10) {
      faults.add("it does not say which instance it is");
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void expect(String wanted, String found) {
    if (!wanted.equals(found)) {
      faults.add(found + " is not " + wanted);
    }
  }

  private static String header(HttpExchange exchange, String name) {
    return String.valueOf(exchange.getRequestHeaders().getFirst(name));
  }
}
