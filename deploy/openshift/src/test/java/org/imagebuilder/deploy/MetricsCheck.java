package org.imagebuilder.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What pods are added by exists: composer's metrics by name and label (docs/operations.md, and
 * ProgramsIT asks composer), job types by the contract, resources by a request.
 */
final class MetricsCheck implements Check {
  private static final Pattern METRIC = Pattern.compile("[a-z_]*image_builder_[a-z_]+");
  private static final Pattern LABELS = Pattern.compile("\\{([^}]*)}|by \\(([^)]*)\\)");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=|,|$)");

  /** Those that are built, which takes privileges. */
  private static final Set<String> BUILDS = Set.of("osbuild", "debian-image", "bootc-info-resolve");

  @Override
  public Stream<String> problems(Processed template) {
    List<String> problems = new ArrayList<>();
    for (JsonNode scaler : template.all("ScaledObject")) {
      for (JsonNode trigger : scaler.at("/spec/triggers")) {
        query(trigger.at("/metadata/query").asText(), Processed.title(scaler), problems);
      }
      triggers(scaler, template, problems);
    }
    template.all("HorizontalPodAutoscaler").forEach(each -> resource(each, template, problems));
    if (template.values().containsKey("JOB_TYPES")) {
      types(template.values(), problems);
    }
    return problems.stream();
  }

  private static void query(String query, String title, List<String> problems) {
    Map<String, Set<String>> known = known();
    List<String> metrics = METRIC.matcher(query).results().map(found -> found.group()).toList();
    if (metrics.isEmpty()) {
      problems.add(title + " asks for no metric of composer");
    }
    for (String metric : metrics) {
      if (!known.containsKey(metric)) {
        problems.add("%s: composer has no metric %s".formatted(title, metric));
      } else {
        labels(query)
            .filter(label -> !known.getOrDefault(metric, Set.of()).contains(label))
            .forEach(
                label -> problems.add("%s: %s has no label %s".formatted(title, metric, label)));
      }
    }
  }

  private static Stream<String> labels(String query) {
    return LABELS
        .matcher(query)
        .results()
        .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
        .flatMap(inner -> LABEL.matcher(inner.replaceAll("\"[^\"]*\"", "")).results())
        .map(found -> found.group(1));
  }

  /** Names of metrics with their labels. */
  static Map<String, Set<String>> known() {
    Map<String, Set<String>> known = new TreeMap<>();
    Repository.section("docs/operations.md", "## Metrics").stream()
        .map(Repository::cells)
        .filter(cells -> cells.size() == 3)
        .forEach(
            cells ->
                Repository.words(cells.getFirst())
                    .forEach(name -> known.put(name, Set.copyOf(Repository.words(cells.get(2))))));
    return known;
  }

  private static void triggers(JsonNode scaler, Processed template, List<String> problems) {
    for (JsonNode trigger : scaler.at("/spec/triggers")) {
      String credentials = trigger.at("/authenticationRef/name").asText();
      if (template.one("TriggerAuthentication", credentials).isEmpty()) {
        problems.add(
            "%s: there is no TriggerAuthentication %s"
                .formatted(Processed.title(scaler), credentials));
      }
    }
  }

  private static void resource(JsonNode scaler, Processed template, List<String> problems) {
    String target = scaler.at("/spec/scaleTargetRef/name").asText();
    for (JsonNode metric : scaler.at("/spec/metrics")) {
      String name = metric.at("/resource/name").asText();
      boolean isAsked =
          template.pods().stream()
              .filter(pod -> Processed.name(pod.owner()).equals(target))
              .flatMap(pod -> pod.containers().stream())
              .allMatch(each -> each.spec().at("/resources/requests").has(name));
      if (!metric.path("type").asText().equals("Resource") || !isAsked) {
        problems.add(
            "%s: no container of %s asks for \"%s\"; only such a resource is measured"
                .formatted(Processed.title(scaler), target, name));
      }
    }
  }

  private static void types(Map<String, String> values, List<String> problems) {
    List<String> types = Arrays.asList(values.getOrDefault("JOB_TYPES", "").split(","));
    Set<String> known = jobTypes();
    for (String type : types) {
      if (!known.contains(type)) {
        problems.add("worker-agent: JOB_TYPES names %s, and there is no such type".formatted(type));
      } else if (BUILDS.contains(type)) {
        problems.add(
            "worker-agent: JOB_TYPES names %s, which needs privileges that a pod does not have"
                .formatted(type));
      }
    }
    if (!String.join("|", types).equals(values.get("JOB_TYPE_PATTERN"))) {
      problems.add("worker-agent: JOB_TYPE_PATTERN does not name the same types as JOB_TYPES");
    }
  }

  private static Set<String> jobTypes() {
    JsonNode contract =
        Template.of("worker", Repository.text("src/main/openapi/worker.yaml")).tree();
    return Stream.of("x-job-types", "x-older-job-types")
        .flatMap(part -> contract.path(part).properties().stream())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
