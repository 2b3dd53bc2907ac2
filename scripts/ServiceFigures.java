import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Measures a service: from exec to its first answer 200, memory when idle and under the load of
 * eight clients, and how many requests it answers then. Prints one row of a table.
 *
 * <p>usage: java ServiceFigures.java NAME KIND SIZE_PATH STARTS IDLE_SECONDS LOAD_SECONDS BASE READ_PATH WRITE_PATH BODY COMMAND...
 */
final class ServiceFigures {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int CLIENTS = 8;
  private static final String IDENTITY = System.getenv().getOrDefault("IDENTITY", "none");

  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<String> command;
  private final URI base;
  private final Path log;

  private ServiceFigures(URI base, List<String> command) throws IOException {
    this.base = base;
    this.command = command;
    this.log = Files.createTempFile("service-figures", ".log");
  }

  static void main(String[] arguments) throws Exception {
    if (arguments.length < 11) {
      System.err.println("usage: see the head of this file");
      System.exit(2);
    }
    List<String> given = List.of(arguments);
    ServiceFigures figures = new ServiceFigures(URI.create(given.get(6)), given.subList(10, given.size()));
    HttpRequest read = figures.request(given.get(7)).GET().build();
    HttpRequest write =
        figures.request(given.get(8)).POST(BodyPublishers.ofFile(Path.of(given.get(9)))).build();
    double[] starts = figures.starts(Integer.parseInt(given.get(3)), read);
    Process service = figures.start();
    try {
      figures.firstAnswer(service, read);
      Thread.sleep(Duration.ofSeconds(Integer.parseInt(given.get(4))));
      double idle = mebibytes(service.pid());
      Duration load = Duration.ofSeconds(Integer.parseInt(given.get(5)));
      // What is read are full pages, whichever kind is measured first.
      figures.load(write, load.dividedBy(2));
      double writes = figures.load(write, load);
      figures.load(read, load.dividedBy(2));
      double reads = figures.load(read, load);
      System.out.printf(
          "| %s | %s | %.1f | %.0f (%.0f to %.0f) | %.0f | %.0f | %.0f | %.0f |%n",
          given.get(0),
          given.get(1),
          size(Path.of(given.get(2))) / 1e6,
          starts[starts.length / 2],
          starts[0],
          starts[starts.length - 1],
          idle,
          mebibytes(service.pid()),
          reads,
          writes);
    } finally {
      end(service);
    }
    Files.delete(figures.log);
    System.exit(0);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(PATIENCE)
        .header("Content-Type", "application/json")
        .header("x-rh-identity", IDENTITY);
  }

  /** Sorted milliseconds; one start before them warms the caches of the disk. */
  private double[] starts(int count, HttpRequest question) throws Exception {
    double[] millis = new double[count];
    for (int i = -1; i < count; i++) {
      long begin = System.nanoTime();
      Process service = start();
      firstAnswer(service, question);
      double took = (System.nanoTime() - begin) / 1e6;
      end(service);
      if (i >= 0) {
        millis[i] = took;
      }
    }
    Arrays.sort(millis);
    return millis;
  }

  private Process start() throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private void firstAnswer(Process service, HttpRequest question) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean listens = false;
    while (System.nanoTime() < deadline && service.isAlive()) {
      try {
        listens = listens || listens();
        if (listens && http.send(question, BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        // It hung up; it may not be through with its start.
      }
      Thread.sleep(1);
    }
    end(service);
    throw new IllegalStateException("The service does not answer; its log is " + log);
  }

  /** Asked so simply, for a client that fails takes a processor from the service that starts. */
  private boolean listens() {
    try (Socket door = new Socket(base.getHost(), base.getPort())) {
      return door.isConnected();
    } catch (IOException nobody) {
      return false;
    }
  }

  /** Answers in a second. */
  private double load(HttpRequest request, Duration time) throws Exception {
    LongAdder answers = new LongAdder();
    long end = System.nanoTime() + time.toNanos();
    Callable<Void> client =
        () -> {
          while (System.nanoTime() < end) {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            if (status >= 300) {
              throw new IllegalStateException(request + " was answered with " + status);
            }
            answers.increment();
          }
          return null;
        };
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> ended : clients.invokeAll(Collections.nCopies(CLIENTS, client))) {
        ended.get();
      }
    }
    return answers.sum() / (time.toNanos() / 1e9);
  }

  private static void end(Process service) throws InterruptedException {
    service.destroy();
    if (!service.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      service.destroyForcibly();
    }
  }

  /** An executable is one file, a JVM build a directory of jars. */
  private static long size(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
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
}
