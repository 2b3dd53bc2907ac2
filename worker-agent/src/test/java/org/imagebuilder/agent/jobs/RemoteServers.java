package org.imagebuilder.agent.jobs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLParameters;
import org.imagebuilder.agent.testing.TestCertificate;

/** Servers with an OSTree repository and a few files, good and bad. */
final class RemoteServers {

  static final String COMMIT = "7ac0".repeat(16);

  private RemoteServers() {}

  static HttpServer plain() throws IOException {
    HttpServer made = HttpServer.create(loopback(), 0);
    serve(made);
    return made;
  }

  /** It lets in only who shows the certificate. */
  static HttpServer secure(TestCertificate certificate) throws Exception {
    HttpsServer made = HttpsServer.create(loopback(), 0);
    made.setHttpsConfigurator(
        new HttpsConfigurator(certificate.mutual()) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
            wanted.setNeedClientAuth(true);
            parameters.setSSLParameters(wanted);
          }
        });
    serve(made);
    return made;
  }

  private static void serve(HttpServer made) {
    made.createContext("/", RemoteServers::answer);
    made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    made.start();
  }

  static String address(HttpServer made) {
    String scheme = made instanceof HttpsServer ? "https" : "http";
    return scheme + "://localhost:" + made.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String host = "http://" + exchange.getRequestHeaders().getFirst("Host");
      switch (path.replaceFirst("^(/private)?/(repo|public)/refs/heads/", "ref:")) {
        case "ref:rhel/9/x86_64/edge" -> send(exchange, 200, COMMIT + "\n");
        case "ref:broken" -> send(exchange, 200, "<html>");
        case "ref:failing", "/failing" -> send(exchange, 500, "");
        case "/mirrors" -> send(exchange, 200, "# mirrors\n" + host + "/repo\n");
        case "/hello" -> send(exchange, 200, "hello\n");
        case "/large" -> send(exchange, 200, "x".repeat(900));
        case "/endless" -> send(exchange, 200, "x".repeat(5000));
        case "/moved" -> redirect(exchange, "/hello");
        case "/circle" -> redirect(exchange, "/circle");
        case "/elsewhere" -> redirect(exchange, "file:///etc/passwd");
        default -> send(exchange, 404, "");
      }
    }
  }

  private static void redirect(HttpExchange exchange, String to) throws IOException {
    exchange.getResponseHeaders().set("Location", to);
    send(exchange, 302, "");
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
    exchange.getResponseBody().write(content);
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }
}
