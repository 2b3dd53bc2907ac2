package org.imagebuilder.agent.testing;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Stands in for a cloud: a subclass answers and checks what it is sent, a test may break it. What a
 * check finds is answered with 400 and kept for the test.
 */
public abstract class StandIn implements AutoCloseable {

  private final HttpServer server;
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<Trouble> troubles = new CopyOnWriteArrayList<>();

  protected StandIn() throws IOException {
    this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
  }

  /** At a server of the loopback interface that was not started yet. */
  protected StandIn(HttpServer server) {
    this.server = server;
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** What came in: names of headers in lower case, parameters decoded. */
  public static final class Call {

    private final String method;
    private final URI uri;
    private final Map<String, String> headers;
    private final byte[] body;
    private final boolean whole;

    private Call(HttpExchange exchange, byte[] body, boolean whole) {
      this.method = exchange.getRequestMethod();
      this.uri = exchange.getRequestURI();
      this.headers = new HashMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
      this.body = body;
      this.whole = whole;
    }

    public String method() {
      return method;
    }

    public URI uri() {
      return uri;
    }

    public String path() {
      return uri.getRawPath();
    }

    /** A part of the path, or nothing. */
    public String segment(int number) {
      String[] segments = path().split("/", -1);
      return number < segments.length ? segments[number] : "";
    }

    public Map<String, String> query() {
      String query = uri.getRawQuery();
      return parameters(query == null ? "" : query);
    }

    public String parameter(String name) {
      return query().getOrDefault(name, "");
    }

    public Map<String, String> headers() {
      return headers;
    }

    public String header(String name) {
      return headers.getOrDefault(name, "");
    }

    public byte[] body() {
      return body;
    }

    /** False: the connection broke within the body, and nobody hears the answer. */
    public boolean whole() {
      return whole;
    }

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** What goes back. */
  public record Answer(int status, Map<String, String> headers, String body) {
    public static Answer of(int status, String body) {
      return new Answer(status, Map.of(), body);
    }

    public Answer with(String name, String value) {
      Map<String, String> more = new HashMap<>(headers);
      more.put(name, value);
      return new Answer(status, more, body);
    }
  }

  /** Thrown by a check. */
  protected static final class Complaint extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Complaint(String what) {
      super(what);
    }
  }

  /** What happens to a call that begins so, instead of what should; times: how often. */
  private static final class Trouble {
    private final String call;
    private final Optional<Answer> answer;
    private final int bytes;
    private int times;

    Trouble(String call, Optional<Answer> answer, int bytes, int times) {
      this.call = call;
      this.answer = answer;
      this.bytes = bytes;
      this.times = times;
    }

    synchronized boolean meets(String line) {
      return line.contains(call) && times-- > 0;
    }
  }

  protected abstract Answer answer(Call call);

  /** The next calls of this kind get that answer. */
  public void refuse(String call, int times, Answer answer) {
    troubles.add(new Trouble(call, Optional.of(answer), 0, times));
  }

  /** The next calls of this kind lose their connection after so many bytes of the body. */
  public void drop(String call, int times, int bytes) {
    troubles.add(new Trouble(call, Optional.empty(), bytes, times));
  }

  /** Method and path of all calls, in order. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /** What was wrong with the calls. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  public URI uri() {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }

  protected static void require(boolean holds, String what) {
    if (!holds) {
      throw new Complaint(what);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      calls.add(line);
      Optional<Trouble> trouble = troubles.stream().filter(each -> each.meets(line)).findFirst();
      if (trouble.isPresent() && trouble.get().answer.isEmpty()) {
        byte[] part = exchange.getRequestBody().readNBytes(trouble.get().bytes);
        checked(new Call(exchange, part, false));
        return;
      }
      Call call = new Call(exchange, exchange.getRequestBody().readAllBytes(), true);
      send(exchange, trouble.flatMap(each -> each.answer).orElseGet(() -> checked(call)));
    }
  }

  private Answer checked(Call call) {
    try {
      return answer(call);
    } catch (RuntimeException e) {
      complaints.add(call.method() + " " + call.uri() + ": " + e);
      return Answer.of(400, "{\"error\":{\"message\":\"stand-in: %s\"}}".formatted(e));
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    answer.headers().forEach(headers::set);
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    boolean none = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(answer.status(), none ? -1 : body.length);
    if (!none) {
      exchange.getResponseBody().write(body);
    }
  }

  /** Of a query or a form. */
  public static Map<String, String> parameters(String text) {
    return Arrays.stream(text.split("&", -1))
        .filter(each -> !each.isEmpty())
        .map(each -> each.split("=", 2))
        .collect(
            Collectors.toMap(
                each -> decoded(each[0]),
                each -> each.length > 1 ? decoded(each[1]) : "",
                (first, second) -> second,
                TreeMap::new));
  }

  protected static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
