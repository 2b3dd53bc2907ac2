package org.imagebuilder.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Probes ask for paths that docs/operations.md names, on the port that it names for them
 * (ProgramsIT asks the programs), do not mix up life and readiness, and leave a start its time.
 */
final class ProbesCheck implements Check {
  private static final String PAGE = "docs/operations.md";
  private static final String METRICS = "/metrics";

  /** How long a start waits for its database. */
  private static final Map<String, String> PATIENCE =
      Map.of(
          "composer", "composer.database.patience",
          "imagebuilder", "imagebuilder.database.start-timeout");

  @Override
  public Stream<String> problems(Processed template) {
    List<String> problems = new ArrayList<>();
    Program.of(template.template().name())
        .filter(program -> PATIENCE.containsKey(program.module()))
        .ifPresent(
            program -> {
              template.pods().stream()
                  .filter(Pod::isService)
                  .forEach(pod -> pod(program, pod, problems));
              template.all("ServiceMonitor").stream()
                  .flatMap(each -> each.at("/spec/endpoints").valueStream())
                  .map(endpoint -> endpoint.path("path").asText())
                  .filter(path -> !path.equals(METRICS))
                  .forEach(path -> problems.add("There are no metrics at " + path));
            });
    return problems.stream();
  }

  private static void pod(Program program, Pod pod, List<String> problems) {
    JsonNode container = pod.main().spec();
    for (String name : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      if (container.has(name)) {
        probe(program, pod, name, container.path(name), problems);
      } else if (!name.equals("startupProbe")) {
        problems.add("%s has no %s".formatted(pod.main().title(), name));
      }
    }
    if (container.at("/livenessProbe/httpGet").equals(container.at("/readinessProbe/httpGet"))) {
      problems.add(
          pod.main().title() + ": a pod that is not ready would be killed: both probes are one");
    }
    JsonNode start =
        container.path(container.has("startupProbe") ? "startupProbe" : "livenessProbe");
    long time = start.path("initialDelaySeconds").asLong(0) + budget(start);
    long patience =
        StopCheck.seconds(program.standard(PATIENCE.getOrDefault(program.module(), "")));
    if (time <= patience) {
      problems.add(
          "%s: a start may take %d s, and waits %d s for its database"
              .formatted(pod.main().title(), time, patience));
    }
  }

  private static long budget(JsonNode probe) {
    return probe.path("periodSeconds").asLong(10) * probe.path("failureThreshold").asLong(3);
  }

  private static void probe(
      Program program, Pod pod, String name, JsonNode probe, List<String> problems) {
    String title = "%s, %s".formatted(pod.main().title(), name);
    JsonNode get = probe.path("httpGet");
    OptionalInt port = Ports.resolve(pod.main(), get.path("port"));
    Map<String, Integer> ports = Ports.of(program, pod.main());
    String path = get.path("path").asText();
    boolean isManagement = port.orElse(0) == ports.getOrDefault(Ports.MANAGEMENT, -1);
    boolean isApi = port.orElse(0) == ports.getOrDefault(Ports.API, -1);
    if (!isManagement && !isApi) {
      problems.add("%s: the program has no port %s".formatted(title, get.path("port").asText()));
    } else if (!paths(program, isManagement ? "operators" : "callers").contains(path)) {
      problems.add("%s: %s answers nothing at %s there".formatted(title, PAGE, path));
    }
    if (probe.path("timeoutSeconds").asInt(1) > probe.path("periodSeconds").asInt(10)) {
      problems.add(title + ": it would be asked again before it has answered");
    }
  }

  private static List<String> paths(Program program, String port) {
    boolean isComposer = program.module().equals("composer");
    String heading = "## Is it alive, is it ready" + (isComposer ? "" : ", imagebuilder");
    return Repository.section(PAGE, heading).stream()
        .map(Repository::cells)
        .filter(cells -> cells.size() > 1)
        .filter(cells -> isComposer ? port.equals("operators") : cells.get(1).startsWith(port))
        .flatMap(cells -> Repository.words(cells.getFirst()).stream())
        .toList();
  }
}
