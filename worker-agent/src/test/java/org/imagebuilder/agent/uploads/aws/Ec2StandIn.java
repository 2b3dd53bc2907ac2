package org.imagebuilder.agent.uploads.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * EC2, auto scaling and S3 in one, as far as the agent uses them: checks every signature, remembers
 * every call, and answers as the test wants it.
 */
final class Ec2StandIn implements AutoCloseable {

  private final HttpServer server;
  private final SignatureCheck check = new SignatureCheck(AwsTestSettings.KEYS);
  private final List<Map<String, String>> forms = new CopyOnWriteArrayList<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Map<String, Function<Integer, String>> answers = new ConcurrentHashMap<>();

  Ec2StandIn() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
    answer("ImportSnapshot", "<importTaskId>import-snap-1</importTaskId>");
    answer("DescribeImportSnapshotTasks", detail("completed", "<snapshotId>snap-1</snapshotId>"));
    answer("RegisterImage", "<imageId>ami-1</imageId>");
    answer("CopyImage", "<imageId>ami-2</imageId>");
    answer("DescribeImages", image("ami-1", "available", "snap-1"));
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The calls in their order: actions of EC2, methods and paths of S3. */
  List<String> calls() {
    return calls;
  }

  /** The form of the only call of this action. */
  Map<String, String> form(String action) {
    List<Map<String, String>> found =
        forms.stream().filter(form -> action.equals(form.get("Action"))).toList();
    if (found.size() != 1) {
      throw new AssertionError(action + " was called " + found.size() + " times");
    }
    return found.getFirst();
  }

  /** The forms of all calls of this action. */
  List<Map<String, String>> forms(String action) {
    return forms.stream().filter(form -> action.equals(form.get("Action"))).toList();
  }

  void answer(String action, String content) {
    answer(action, count -> content);
  }

  /** The answer may depend on how often the action was called before. */
  void answer(String action, Function<Integer, String> content) {
    answers.put(action, content);
  }

  void refuse(String action, String code, String message) {
    answer(action, error(code, message));
  }

  static String error(String code, String message) {
    return "<Errors><Error><Code>%s</Code><Message>%s</Message></Error></Errors>"
        .formatted(code, message);
  }

  static String detail(String status, String more) {
    return ("<importSnapshotTaskSet><item><snapshotTaskDetail><status>%s</status>%s"
            + "</snapshotTaskDetail></item></importSnapshotTaskSet>")
        .formatted(status, more);
  }

  static String image(String id, String state, String snapshot) {
    return ("<imagesSet><item><imageId>%s</imageId><imageState>%s</imageState>"
            + "<blockDeviceMapping><item><ebs><snapshotId>%s</snapshotId></ebs></item>"
            + "</blockDeviceMapping></item></imagesSet>")
        .formatted(id, state, snapshot);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String wrong = check.problem(exchange, body);
      if (!wrong.isEmpty()) {
        calls.add("wrong signature: " + wrong);
        send(exchange, 403, "<Response>" + error("SignatureDoesNotMatch", wrong) + "</Response>");
      } else if (exchange.getRequestURI().getPath().equals("/")) {
        service(exchange, new String(body, UTF_8));
      } else {
        calls.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
        exchange.getResponseHeaders().set("ETag", "\"e\"");
        String content = answers.getOrDefault(calls.getLast(), count -> "").apply(0);
        send(exchange, content.isEmpty() ? 200 : 404, content);
      }
    }
  }

  private void service(HttpExchange exchange, String body) throws IOException {
    Map<String, String> form = parse(body);
    String action = form.getOrDefault("Action", "");
    int before = forms(action).size();
    forms.add(new TreeMap<>(form));
    calls.add(action);
    String content = answers.getOrDefault(action, count -> "<return>true</return>").apply(before);
    int status = content.startsWith("<Errors>") ? 400 : 200;
    send(exchange, status, "<%sResponse>%s</%sResponse>".formatted(action, content, action));
  }

  private static Map<String, String> parse(String body) {
    Map<String, String> form = new HashMap<>();
    for (String pair : Arrays.asList(body.split("&", -1))) {
      int equals = pair.indexOf('=');
      form.put(
          URLDecoder.decode(pair.substring(0, equals), UTF_8),
          URLDecoder.decode(pair.substring(equals + 1), UTF_8));
    }
    return form;
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
