import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Measures an agent against a composer that never has a job: from exec to its first poll, and what it
 * takes when idle.
 *
 * <p>usage: java AgentFigures.java STARTS IDLE_SECONDS SIZE_PATH COMMAND...
 */
final class AgentFigures {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration SETTLING = Duration.ofSeconds(5);
  private static final int POLL_SECONDS = 20;
  private static final double HOUR = 3600;

  private final List<String> command;
  private final HttpServer composer;
  private final BlockingQueue<Long> polls = new LinkedBlockingQueue<>();

  /** Each agent has a path of its own: what an earlier one still sends is not its poll. */
  private volatile String path = "";

  private AgentFigures(List<String> command) throws IOException {
    this.command = command;
    composer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    composer.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    composer.createContext("/", this::answer);
    composer.start();
  }

  static void main(String[] arguments) throws Exception {
    if (arguments.length < 4) {
      System.err.println("usage: java AgentFigures.java STARTS IDLE_SECONDS SIZE_PATH COMMAND...");
      System.exit(2);
    }
    int starts = Integer.parseInt(arguments[0]);
    int idle = Integer.parseInt(arguments[1]);
    AgentFigures figures =
        new AgentFigures(List.of(arguments).subList(3, arguments.length));
    double megabytes = size(Path.of(arguments[2])) / 1e6;
    double[] millis = figures.starts(starts);
    Idle took = figures.idle(idle);
    Arrays.sort(millis);
    System.out.println("| figure | goal | measured |");
    System.out.println("|---|---|---|");
    row("size", "at most 50 MB", megabytes <= 50, "%.1f MB".formatted(megabytes));
    double median = millis[millis.length / 2];
    row(
        "exec to first poll, median of %d warm starts".formatted(starts),
        "at most 30 ms",
        median <= 30,
        "%.0f ms (%.0f to %.0f)".formatted(median, millis[0], millis[millis.length - 1]));
    row(
        "memory (RSS) after %d s of idling".formatted(idle),
        "at most 40 MiB",
        took.mebibytes() <= 40,
        "%.1f MiB".formatted(took.mebibytes()));
    System.out.printf(
        "| CPU of an idle hour, from %.0f s | none | %.1f s (%.3f %% of a core) |%n",
        took.seconds(),
        took.cpuSeconds() / took.seconds() * HOUR,
        took.cpuSeconds() / took.seconds() * 100);
    System.exit(0);
  }

  private static void row(String figure, String goal, boolean met, String measured) {
    System.out.printf("| %s | %s | %s%s |%n", figure, goal, measured, met ? "" : ", missed");
  }

  /** An executable is one file, a JVM build a directory of jars. */
  private static long size(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  /** Milliseconds of each start; one before them warms the caches of the disk. */
  private double[] starts(int count) throws Exception {
    double[] millis = new double[count];
    for (int i = -1; i < count; i++) {
      long begin = System.nanoTime();
      Process agent = start();
      double took = (firstPoll(agent) - begin) / 1e6;
      end(agent);
      if (i >= 0) {
        millis[i] = took;
      }
    }
    return millis;
  }

  private record Idle(double mebibytes, double cpuSeconds, double seconds) {}

  private Idle idle(int seconds) throws Exception {
    Process agent = start();
    try {
      firstPoll(agent);
      Thread.sleep(SETTLING);
      double before = cpuSeconds(agent.pid());
      long begin = System.nanoTime();
      Thread.sleep(Duration.ofSeconds(seconds));
      double took = (System.nanoTime() - begin) / 1e9;
      return new Idle(mebibytes(agent.pid()), cpuSeconds(agent.pid()) - before, took);
    } finally {
      end(agent);
    }
  }

  private Process start() throws IOException {
    Path home = Files.createTempDirectory("agent-figures");
    home.toFile().deleteOnExit();
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("AGENT_"));
    builder.environment().put("AGENT_COMPOSER_URL", "http://127.0.0.1:" + composer.getAddress().getPort());
    path = "/" + UUID.randomUUID();
    builder.environment().put("AGENT_COMPOSER_BASE_PATH", path);
    builder.environment().put("AGENT_WORK_DIRECTORY", home.resolve("work").toString());
    builder.environment().put("AGENT_CACHE_DIRECTORY", home.resolve("cache").toString());
    builder.environment().put("AGENT_MINIMUM_FREE_MEBIBYTES", "1");
    builder.environment().put("AGENT_EC2_WATCH", "false");
    builder.redirectErrorStream(true).redirectOutput(home.resolve("log").toFile());
    polls.clear();
    return builder.start();
  }

  private long firstPoll(Process agent) throws Exception {
    Long time = polls.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (time == null) {
      agent.destroyForcibly();
      throw new IllegalStateException("The agent did not poll within " + PATIENCE);
    }
    return time;
  }

  private static void end(Process agent) throws InterruptedException {
    agent.destroy();
    if (!agent.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      agent.destroyForcibly();
    }
  }

  private static double mebibytes(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow()
        / 1024.0;
  }

  /** User and system time, in the hundredths of a second that Linux counts here. */
  private static double cpuSeconds(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String asked = exchange.getRequestURI().getPath();
      boolean isPoll = asked.endsWith("/jobs");
      if (isPoll && asked.startsWith(path)) {
        polls.add(System.nanoTime());
      }
      exchange.getRequestBody().readAllBytes();
      if (isPoll) {
        Thread.sleep(Duration.ofSeconds(POLL_SECONDS));
        exchange.sendResponseHeaders(204, -1);
      } else if (asked.endsWith("/workers")) {
        byte[] body =
            "{\"href\":\"%s\",\"id\":\"1\",\"kind\":\"WorkerID\",\"worker_id\":\"%s\"}"
                .formatted(asked, UUID.randomUUID())
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(201, body.length);
        exchange.getResponseBody().write(body);
      } else {
        exchange.sendResponseHeaders(200, -1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
