package org.imagebuilder.agent.uploads.azure;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Azure's own storage server for tests, in a process of its own. */
final class Azurite implements AutoCloseable {

  static final String ACCOUNT = "account1";
  private static final Pattern READY = Pattern.compile("successfully listens on (http://[0-9.:]+)");

  private final Process process;
  private final String uri;

  private Azurite(Process process, String uri) {
    this.process = process;
    this.uri = uri;
  }

  static Azurite start(Path data, String key) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of("..", "scripts", "azurite").toAbsolutePath().normalize().toString(),
            data.toString());
    builder.environment().put("AZURITE_ACCOUNTS", ACCOUNT + ":" + key);
    Process process = builder.redirectErrorStream(true).start();
    BufferedReader log = process.inputReader();
    StringBuilder said = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      Matcher ready = READY.matcher(line);
      if (ready.find()) {
        Thread.ofVirtual().start(() -> log.lines().forEach(rest -> {}));
        return new Azurite(process, ready.group(1));
      }
      said.append(line).append('\n');
    }
    throw new IOException("Azurite did not start: " + said);
  }

  AzureEndpoints endpoints() {
    return new AzureEndpoints(
        AzureEndpoints.PUBLIC.login(), AzureEndpoints.PUBLIC.management(), uri + "/%s");
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
