package org.imagebuilder.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is named is there: volumes, files, and Secrets with keys that the README lists. No parameter
 * is without use.
 */
final class NamesCheck implements Check {
  private static final String README = "deploy/openshift/README.md";

  @Override
  public Stream<String> problems(Processed template) {
    List<String> problems = new ArrayList<>();
    for (Template.Parameter each : template.template().parameters()) {
      String objects = template.template().tree().path("objects").toString();
      if (!objects.contains("{" + each.name() + "}")) {
        problems.add(
            "%s: nothing reads the parameter %s"
                .formatted(template.template().name(), each.name()));
      }
    }
    for (Pod pod : template.pods()) {
      volumes(pod, problems);
      pod.containers().forEach(each -> files(each, problems));
      pod.containers().forEach(each -> secrets(each, problems));
      pod.containers().forEach(each -> authority(each, problems));
    }
    return problems.stream();
  }

  private static void volumes(Pod pod, List<String> problems) {
    Set<String> there =
        Stream.concat(
                pod.spec().path("volumes").valueStream(),
                pod.owner()
                    .at("/spec/volumeClaimTemplates")
                    .valueStream()
                    .map(claim -> claim.path("metadata")))
            .map(each -> each.path("name").asText())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> mounted =
        pod.containers().stream()
            .flatMap(each -> each.spec().path("volumeMounts").valueStream())
            .map(each -> each.path("name").asText())
            .collect(Collectors.toCollection(TreeSet::new));
    if (!there.equals(mounted)) {
      problems.add("%s: the volumes are %s, mounted are %s".formatted(pod.title(), there, mounted));
    }
  }

  private static void files(Pod.Container container, List<String> problems) {
    List<String> mounts =
        container
            .spec()
            .path("volumeMounts")
            .valueStream()
            .map(mount -> mount.path("mountPath").asText())
            .toList();
    for (JsonNode variable : container.environment()) {
      String name = variable.path("name").asText();
      String value = variable.path("value").asText();
      boolean isThere =
          mounts.stream().anyMatch(mount -> value.equals(mount) || value.startsWith(mount + "/"));
      if (value.startsWith("/") && !name.endsWith("_BASE_PATH") && !isThere) {
        problems.add(
            "%s: %s is %s, where nothing is mounted".formatted(container.title(), name, value));
      }
    }
  }

  private static void authority(Pod.Container container, List<String> problems) {
    String mode = container.value("PGSSLMODE").orElse("");
    if (mode.startsWith("verify-") && container.value("PGSSLROOTCERT").orElse("").isEmpty()) {
      problems.add(
          "%s: PGSSLMODE=%s needs the authority of the database's certificate; set DB_CA_FILE"
              .formatted(container.title(), mode));
    }
  }

  private static void secrets(Pod.Container container, List<String> problems) {
    Set<String> known =
        Repository.section(README, "## Secrets").stream()
            .map(Repository::cells)
            .filter(cells -> cells.size() > 1)
            .flatMap(
                cells ->
                    Repository.words(cells.get(1)).stream()
                        .map(key -> Repository.words(cells.getFirst()) + " " + key))
            .collect(Collectors.toSet());
    for (JsonNode variable : container.environment()) {
      JsonNode reference = variable.at("/valueFrom/secretKeyRef");
      String name = List.of(reference.path("name").asText()) + " " + reference.path("key").asText();
      if (!reference.isMissingNode() && known.stream().noneMatch(each -> each.equals(name))) {
        problems.add(
            "%s: the README's table of Secrets has no %s with the key %s"
                .formatted(
                    container.title(),
                    reference.path("name").asText(),
                    reference.path("key").asText()));
      }
    }
  }
}
