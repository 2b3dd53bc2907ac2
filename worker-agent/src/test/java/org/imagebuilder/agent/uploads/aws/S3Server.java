package org.imagebuilder.agent.uploads.aws;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** S3Mock in a process of its own, on ports that are free. */
final class S3Server implements AutoCloseable {

  static final String BUCKET = "images";
  private static final Path JAR = Path.of("target", "s3", "s3mock-exec.jar");
  private static final Pattern PORTS =
      Pattern.compile("started on ports (\\d+) \\(https\\), (\\d+) \\(http\\)");

  private final Process process;
  private final int httpsPort;
  private final int httpPort;

  private final Path files;

  private S3Server(Process process, Path files, int httpsPort, int httpPort) {
    this.process = process;
    this.files = files;
    this.httpsPort = httpsPort;
    this.httpPort = httpPort;
  }

  static S3Server start() throws IOException {
    Path files = Files.createTempDirectory("s3-");
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + files,
                "-jar",
                JAR.toString(),
                "--com.adobe.testing.s3mock.httpPort=0",
                "--server.port=0"));
    builder.environment().put("COM_ADOBE_TESTING_S3MOCK_STORE_INITIAL_BUCKETS", BUCKET);
    Process process = builder.redirectErrorStream(true).start();
    BufferedReader log = process.inputReader();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      Matcher ports = PORTS.matcher(line);
      if (ports.find()) {
        Thread.ofVirtual().start(() -> log.lines().forEach(rest -> {}));
        return new S3Server(
            process, files, Integer.parseInt(ports.group(1)), Integer.parseInt(ports.group(2)));
      }
    }
    throw new IOException("S3Mock did not start");
  }

  URI http() {
    return URI.create("http://127.0.0.1:" + httpPort);
  }

  URI https() {
    return URI.create("https://localhost:" + httpsPort);
  }

  /** Ends it, and leaves nothing of the half a gigabyte that tests upload. */
  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    try (Stream<Path> all = Files.walk(files)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
