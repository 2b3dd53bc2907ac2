package org.imagebuilder.agent.composer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.imagebuilder.agent.testing.FakeComposer;
import org.imagebuilder.agent.testing.FakeLease;
import org.imagebuilder.agent.testing.Mood;
import org.imagebuilder.agent.testing.Servers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each call that the agent makes is an operation of the contract. */
class ReportsContractTest {

  private static final String BASE = "/api/image-builder-worker/v1";

  @Test
  void the_agent_makes_no_call_that_the_contract_does_not_have(@TempDir Path directory)
      throws Exception {
    List<String> calls = new ArrayList<>();
    Mood witness = new Mood();
    witness.turn(
        exchange -> {
          calls.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI().getPath().substring(BASE.length()));
          return false;
        },
        Mood.hangUp());
    try (FakeComposer composer = FakeComposer.startOn(Servers.plain(), witness)) {
      callEverything(composer, Files.write(directory.resolve("disk.raw"), new byte[10]));
    }

    assertThat(new TreeSet<>(calls.stream().map(ReportsContractTest::general).toList()))
        .hasSize(9)
        .isSubsetOf(operations());
  }

  private static void callEverything(FakeComposer composer, Path file) throws Exception {
    ComposerConnection connection =
        new ComposerConnection(ComposerSettings.plain(composer.url(), BASE));
    Reports reports = new Reports(connection, "x86_64", List.of("confirms"));
    FakeLease job = composer.offer("shell", Map.of("script", "true"));
    String worker = reports.register(null);
    reports.present(worker);
    Lease lease = reports.requestJob(List.of("shell"), worker).orElseThrow().lease();
    reports.heartbeat(lease);
    reports.finish(lease, Map.of("output", ""));
    new Artifacts(connection).put(composer.leaseOf(job), "disk.raw", file);
    new Artifacts(connection).putRest(composer.leaseOf(job), "disk.raw", file);
    reports.handBack(lease);
    assertThat(catchThrowable(connection::status)).isNotNull();
  }

  private static String general(String call) {
    return call.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "{}").replace("disk.raw", "{}");
  }

  private static List<String> operations() throws Exception {
    Path contract = Path.of(System.getProperty("contracts", "../src/main/openapi"), "worker.yaml");
    List<String> operations = new ArrayList<>();
    String path = "";
    for (String line : Files.readAllLines(contract)) {
      if (line.matches("  /\\S*:")) {
        path = line.strip().replace(":", "").replaceAll("\\{\\w+}", "{}");
      } else if (line.matches("    (get|put|post|patch|delete|head):")) {
        operations.add(line.strip().replace(":", "").toUpperCase(Locale.ROOT) + " " + path);
      }
    }
    return operations;
  }
}
