package org.imagebuilder.agent.uploads.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The metadata service of an EC2 machine, which insists on version 2: no item without a token. */
final class MetadataStandIn implements AutoCloseable {

  private static final String TOKEN = "a-token";

  private final HttpServer server;
  private final Map<String, String> items = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  MetadataStandIn() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
    put("/latest/meta-data/instance-id", "i-1");
    put("/latest/meta-data/placement/region", "eu-central-1");
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void put(String path, String content) {
    items.put(path, content);
  }

  /** How often an item was asked for. */
  long count(String path) {
    return asked.stream().filter(path::equals).count();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      asked.add(path);
      if (path.equals("/latest/api/token")) {
        boolean right =
            exchange.getRequestMethod().equals("PUT")
                && exchange.getRequestHeaders().containsKey("X-aws-ec2-metadata-token-ttl-seconds");
        send(exchange, right ? 200 : 400, TOKEN);
      } else if (path.equals("/container")) {
        boolean right = "secret".equals(exchange.getRequestHeaders().getFirst("Authorization"));
        send(exchange, right ? 200 : 403, items.getOrDefault(path, "{}"));
      } else if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token"))) {
        send(exchange, 401, "");
      } else {
        String content = items.get(path);
        send(exchange, content == null ? 404 : 200, content == null ? "" : content);
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String content) throws IOException {
    byte[] bytes = content.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
