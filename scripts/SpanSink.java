import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;

/**
 * Takes spans over HTTP in JSON as a collector does, and counts them: for measurements, and to see whether any come.
 * Prints its address, and at its end how many there were.
 */
public final class SpanSink {
  private static final Pattern SPAN = Pattern.compile("\"spanId\"");

  private SpanSink() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      System.err.println("usage: java scripts/SpanSink.java PORT     (0 takes any free one)");
      System.exit(2);
    }
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
    HttpServer server = HttpServer.create(address, 0);
    LongAdder spans = new LongAdder();
    server.createContext(
        "/v1/traces",
        exchange -> {
          try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes());
            spans.add(SPAN.matcher(body).results().count());
            exchange.sendResponseHeaders(200, -1);
          }
        });
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println(spans.sum() + " spans")));
    System.out.println("http://127.0.0.1:" + server.getAddress().getPort());
  }
}
