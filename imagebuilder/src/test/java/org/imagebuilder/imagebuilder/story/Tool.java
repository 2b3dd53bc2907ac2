package org.imagebuilder.imagebuilder.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command that is run to its end; what it says goes to a file. */
record Tool(Path directory, Map<String, String> environment) {
  private static final int MINUTES = 10;

  /** How it ended, and the lines that it printed; complaints are kept in a file beside. */
  record Outcome(int status, List<String> lines, String complaints) {}

  /** Runs it; a status other than zero is a failure of the test. */
  void mustRun(String... command) throws IOException, InterruptedException {
    Outcome outcome = run(command);
    assertThat(outcome.status()).as("%s: %s", command[0], outcome).isZero();
  }

  Outcome run(String... command) throws IOException, InterruptedException {
    Path out = Files.createTempFile(directory, "tool", ".out");
    Path complaints = Files.createTempFile(directory, "tool", ".err");
    var builder = new ProcessBuilder(Arrays.asList(command));
    builder.environment().putAll(environment);
    Process process =
        builder.redirectOutput(out.toFile()).redirectError(complaints.toFile()).start();
    try {
      assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).as("%s ends", command[0]).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(
        process.exitValue(),
        Files.readAllLines(out),
        Files.readString(complaints, StandardCharsets.UTF_8));
  }
}
