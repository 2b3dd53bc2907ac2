package org.imagebuilder.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Pods run under OpenShift's restricted rules: any user but root, no privileges, a root file system
 * that nobody writes, and a writable place for everything that is written. Clowder sets its own.
 */
final class HardeningCheck implements Check {
  private static final Map<String, String> CONTAINER = new LinkedHashMap<>();
  private static final Map<String, String> POD = new LinkedHashMap<>();

  static {
    CONTAINER.put("/securityContext/allowPrivilegeEscalation", "false");
    CONTAINER.put("/securityContext/readOnlyRootFilesystem", "true");
    CONTAINER.put("/securityContext/runAsNonRoot", "true");
    CONTAINER.put("/securityContext/capabilities/drop/0", "ALL");
    POD.put("/securityContext/runAsNonRoot", "true");
    POD.put("/securityContext/seccompProfile/type", "RuntimeDefault");
    POD.put("/automountServiceAccountToken", "false");
    POD.put("/enableServiceLinks", "false");
  }

  @Override
  public Stream<String> problems(Processed template) {
    return template.pods().stream().filter(pod -> !pod.isClowder()).flatMap(this::problems);
  }

  private Stream<String> problems(Pod pod) {
    List<String> problems = new ArrayList<>();
    expect(pod.spec(), POD, pod.title(), problems);
    if (pod.spec().findValues("runAsUser").size() + pod.spec().findValues("fsGroup").size() > 0) {
      problems.add(pod.title() + ": runAsUser and fsGroup are OpenShift's to choose");
    }
    if (pod.spec().toString().matches(".*\"(hostPath|hostNetwork|hostPID|privileged)\":.*")) {
      problems.add(pod.title() + ": nothing of the node may be used");
    }
    for (Pod.Container each : pod.containers()) {
      expect(each.spec(), CONTAINER, each.title(), problems);
      if (!isMounted(each, "/tmp")) {
        problems.add(each.title() + ": /tmp has to be an emptyDir");
      }
      for (String variable :
          List.of("STATE_DIRECTORY", "AGENT_WORK_DIRECTORY", "AGENT_CACHE_DIRECTORY")) {
        each.value(variable)
            .filter(directory -> !isMounted(each, directory))
            .ifPresent(
                directory ->
                    problems.add(
                        "%s: %s is %s, where no emptyDir is"
                            .formatted(each.title(), variable, directory)));
      }
    }
    return problems.stream();
  }

  private static void expect(
      JsonNode spec, Map<String, String> wanted, String title, List<String> problems) {
    wanted.forEach(
        (path, value) -> {
          if (!spec.at(path).asText().equals(value)) {
            problems.add(
                "%s: %s has to be %s".formatted(title, path.substring(1).replace('/', '.'), value));
          }
        });
  }

  private static boolean isMounted(Pod.Container container, String path) {
    return container
        .spec()
        .path("volumeMounts")
        .valueStream()
        .filter(mount -> mount.path("mountPath").asText().equals(path))
        .anyMatch(mount -> isEmptyDir(container.pod(), mount.path("name").asText()));
  }

  private static boolean isEmptyDir(Pod pod, String volume) {
    return pod.spec()
        .path("volumes")
        .valueStream()
        .anyMatch(each -> each.path("name").asText().equals(volume) && each.has("emptyDir"));
  }
}
