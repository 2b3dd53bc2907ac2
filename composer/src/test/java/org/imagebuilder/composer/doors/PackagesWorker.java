package org.imagebuilder.composer.doors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Collectors;
import org.imagebuilder.composer.contracts.ExampleFile;
import org.imagebuilder.composer.contracts.Operation;

/** Does at once what people wait for at the door, always with the example's result. */
final class PackagesWorker implements AutoCloseable {
  private static final Map<String, String> RESULTS =
      ExampleFile.in("jobs").stream()
          .filter(
              file ->
                  file.name()
                      .matches(
                          "(depsolve|search-packages|debian-search|(rpm|debian)-manifest)\\.result\\.json"))
          .collect(Collectors.toMap(ExampleFile::operation, file -> file.read().toString()));

  private final Doors doors;
  private final Call poll;
  private final Operation report;
  private final Thread thread;
  private volatile boolean over;

  PackagesWorker(Doors doors) {
    this.doors = doors;
    this.report = operation("updateJob");
    String types =
        RESULTS.keySet().stream().map(type -> '"' + type + '"').collect(Collectors.joining(","));
    this.poll =
        Call.of(operation("requestJob"), ServedContracts.base(ServedContracts.WORKER) + "/jobs")
            .withJson("{\"types\": [" + types + "], \"arch\": \"x86_64\"}");
    this.thread = Thread.ofVirtual().start(this::work);
  }

  private void work() {
    while (!over) {
      Reply leased = doors.send(poll);
      if (leased.status() == 201) {
        JsonNode job = leased.json();
        String result = RESULTS.get(job.path("type").asText());
        doors.send(
            Call.of(report, job.path("location").asText())
                .withJson("{\"result\": " + result + "}"));
      }
    }
  }

  private static Operation operation(String id) {
    return ServedContracts.WORKER.operations().stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() throws InterruptedException {
    over = true;
    thread.join();
  }
}
