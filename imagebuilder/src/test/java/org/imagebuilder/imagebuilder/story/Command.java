package org.imagebuilder.imagebuilder.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged program as somebody calls it who waits for its end. */
record Command(Path home) {
  private static final Path REPOSITORY = Path.of(System.getProperty("repository.root"));

  /** How it ended. */
  record Ended(int code, String output) {}

  Ended run(Map<String, String> settings, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(Packaged.command(REPOSITORY, "imagebuilder"));
    command.addAll(List.of(arguments));
    Path output = home.resolve("output");
    ProcessBuilder program =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    program.environment().put("QUARKUS_MANAGEMENT_PORT", "0");
    program.environment().putAll(settings);
    Process process = program.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Ended(process.exitValue(), Files.readString(output));
  }
}
