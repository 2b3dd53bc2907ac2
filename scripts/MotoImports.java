import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands before moto, which knows images and snapshots but not how a file becomes one. An import
 * looks for the file in moto's S3, checks that it is a disk with a GPT, and makes a snapshot in
 * moto's EC2. All else goes to moto as it is. Prints its port, and then each call of EC2 with its
 * fields.
 *
 * <p>usage: [MOTO_FILES=URL] java MotoImports.java PORT MOTO-COMMAND...
 */
public final class MotoImports {

  private static final Set<String> HANDED_ON = Set.of("authorization", "content-type", "range");
  private static final Pattern REGION = Pattern.compile("Credential=[^/]+/\\d+/([^/]+)/");

  private final URI moto;
  private final URI files;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, Import> imports = new ConcurrentHashMap<>();

  private MotoImports(URI moto) {
    this.moto = moto;
    this.files = URI.create(System.getenv().getOrDefault("MOTO_FILES", moto.toString()));
  }

  private static final class Import {
    String snapshot = "";
    String failure = "";
    int asked;
  }

  public static void main(String[] arguments) throws Exception {
    int inner;
    try (ServerSocket free = new ServerSocket(0)) {
      inner = free.getLocalPort();
    }
    List<String> argv = new ArrayList<>(List.of("setpriv", "--pdeathsig", "TERM", "--"));
    argv.addAll(List.of(arguments).subList(1, arguments.length));
    argv.addAll(List.of("-H", "127.0.0.1", "-p", String.valueOf(inner)));
    Process process =
        new ProcessBuilder(argv)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    MotoImports front = new MotoImports(URI.create("http://127.0.0.1:" + inner));
    front.awaitMoto(process);
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])),
            0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", front::handle);
    server.start();
    System.out.println(server.getAddress().getPort());
    System.exit(process.waitFor());
  }

  private void awaitMoto(Process process) throws InterruptedException {
    for (int i = 0; i < 600 && process.isAlive(); i++) {
      try {
        client.send(
            HttpRequest.newBuilder(moto.resolve("/moto-api/")).build(),
            HttpResponse.BodyHandlers.discarding());
        return;
      } catch (IOException notYet) {
        Thread.sleep(100);
      }
    }
    throw new IllegalStateException("moto does not answer");
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getRawPath();
      Map<String, String> form =
          path.equals("/") && exchange.getRequestMethod().equals("POST") ? form(body) : Map.of();
      if (!form.isEmpty()) {
        System.out.println(form);
      }
      Caller caller = new Caller(exchange);
      switch (form.getOrDefault("Action", "")) {
        case "ImportSnapshot" -> begin(form, caller);
        case "DescribeImportSnapshotTasks" ->
            describe(form.getOrDefault("ImportTaskId.1", ""), caller);
        case "CancelImportTask" -> cancel(form.getOrDefault("ImportTaskId", ""), caller);
        default -> handOn(exchange, body);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Who asks: whose signature goes along to moto, which reads the region in it. */
  private record Caller(HttpExchange exchange) {

    String authorization() {
      return String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    String region() {
      Matcher region = REGION.matcher(authorization());
      return region.find() ? region.group(1) : "us-east-1";
    }

    void answer(String action, String content) throws IOException {
      send(200, "<%sResponse>%s</%sResponse>".formatted(action, content, action));
    }

    void refuse(String code, String message) throws IOException {
      send(
          400,
          "<Response><Errors><Error><Code>%s</Code><Message>%s</Message></Error></Errors></Response>"
              .formatted(code, message));
    }

    private void send(int status, String content) throws IOException {
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private void begin(Map<String, String> form, Caller caller)
      throws IOException, InterruptedException {
    String format = form.getOrDefault("DiskContainer.Format", "");
    String bucket = form.getOrDefault("DiskContainer.UserBucket.S3Bucket", "");
    String key = form.getOrDefault("DiskContainer.UserBucket.S3Key", "");
    HttpResponse<byte[]> head =
        client.send(
            HttpRequest.newBuilder(files.resolve("/" + bucket + "/" + key))
                .header("Range", "bytes=0-1023")
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    if (!format.equalsIgnoreCase("raw") || head.statusCode() / 100 != 2) {
      caller.refuse("InvalidParameter", "No %s disk at %s/%s".formatted(format, bucket, key));
      return;
    }
    Import begun = new Import();
    if (new String(head.body(), StandardCharsets.ISO_8859_1).indexOf("EFI PART") == 512) {
      begun.snapshot = snapshot(form.getOrDefault("Description", ""), size(head), caller);
    } else {
      begun.failure = "ClientError: Disk validation failed [no partition table]";
    }
    String id = "import-snap-%017x".formatted(imports.size() + 1);
    imports.put(id, begun);
    caller.answer("ImportSnapshot", "<importTaskId>" + id + "</importTaskId>");
  }

  private static long size(HttpResponse<byte[]> head) {
    String range = head.headers().firstValue("Content-Range").orElse("bytes 0-0/1");
    return Long.parseLong(range.substring(range.indexOf('/') + 1));
  }

  private String snapshot(String description, long size, Caller caller)
      throws IOException, InterruptedException {
    String gibibytes = String.valueOf(Math.ceilDiv(size, 1L << 30));
    String zone = caller.region() + "a";
    String volume =
        ec2(
            Map.of("Action", "CreateVolume", "Size", gibibytes, "AvailabilityZone", zone),
            "volumeId",
            caller);
    String snapshot =
        ec2(
            Map.of("Action", "CreateSnapshot", "VolumeId", volume, "Description", description),
            "snapshotId",
            caller);
    ec2(Map.of("Action", "DeleteVolume", "VolumeId", volume), "return", caller);
    return snapshot;
  }

  private String ec2(Map<String, String> form, String wanted, Caller caller)
      throws IOException, InterruptedException {
    StringBuilder body = new StringBuilder("Version=2016-11-15");
    form.forEach(
        (name, value) ->
            body.append('&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    HttpRequest request =
        HttpRequest.newBuilder(moto)
            .header("Authorization", caller.authorization())
            .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    String answer = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    Matcher found = Pattern.compile("<" + wanted + ">([^<]*)</").matcher(answer);
    if (!found.find()) {
      throw new IOException("moto answers " + form + " with " + answer);
    }
    return found.group(1);
  }

  private void describe(String id, Caller caller) throws IOException {
    Import task = imports.get(id);
    if (task == null) {
      caller.refuse("InvalidConversionTaskId.Malformed", "There is no task " + id);
      return;
    }
    String detail;
    if (task.asked++ == 0) {
      detail = "<status>active</status><progress>43</progress>";
    } else if (task.failure.isEmpty()) {
      detail = "<status>completed</status><snapshotId>" + task.snapshot + "</snapshotId>";
    } else {
      detail = "<status>deleted</status><statusMessage>" + task.failure + "</statusMessage>";
    }
    caller.answer(
        "DescribeImportSnapshotTasks",
        ("<importSnapshotTaskSet><item><importTaskId>%s</importTaskId><snapshotTaskDetail>%s</snapshotTaskDetail></item>"
             + "</importSnapshotTaskSet>")
            .formatted(id, detail));
  }

  private void cancel(String id, Caller caller) throws IOException {
    Import task = imports.get(id);
    if (task == null) {
      caller.refuse("InvalidConversionTaskId.Malformed", "There is no task " + id);
    } else {
      task.failure = "cancelled";
      caller.answer("CancelImportTask", "<return>true</return>");
    }
  }

  private void handOn(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(moto + exchange.getRequestURI().toString()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              String small = name.toLowerCase(Locale.ROOT);
              if (HANDED_ON.contains(small) || small.startsWith("x-amz-")) {
                request.header(name, values.getFirst());
              }
            });
    HttpResponse<byte[]> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!Set.of("content-length", "connection", "transfer-encoding", "date")
                  .contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    boolean bare = exchange.getRequestMethod().equals("HEAD") || answer.body().length == 0;
    exchange.sendResponseHeaders(answer.statusCode(), bare ? -1 : answer.body().length);
    if (!bare) {
      exchange.getResponseBody().write(answer.body());
    }
  }

  private static Map<String, String> form(byte[] body) {
    Map<String, String> form = new TreeMap<>();
    for (String pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        form.put(
            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return form;
  }
}
