package org.imagebuilder.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Of what callers need there is always one: more than one pod, spread over nodes and zones, kept
 * while nodes are emptied, and replaced one after the other.
 */
final class ReplicasCheck implements Check {
  @Override
  public Stream<String> problems(Processed template) {
    List<String> problems = new ArrayList<>();
    template.all("Deployment").forEach(each -> deployment(each, template, problems));
    Stream.concat(
            template.all("HorizontalPodAutoscaler").stream(), template.all("ScaledObject").stream())
        .forEach(each -> scaler(each, template, problems));
    template.all("PodDisruptionBudget").forEach(each -> budget(each, template, problems));
    return problems.stream();
  }

  private static void deployment(JsonNode deployment, Processed template, List<String> problems) {
    String title = Processed.title(deployment);
    JsonNode labels = deployment.at("/spec/template/metadata/labels");
    if (!Ports.selects(deployment.at("/spec/selector/matchLabels"), labels)) {
      problems.add(title + " does not select its own pods");
    }
    Optional<JsonNode> scaler = scaler(template, deployment);
    if (scaler.isPresent() == deployment.at("/spec").has("replicas")) {
      problems.add(title + ": either an autoscaler or replicas says how many pods there are");
    }
    JsonNode update = deployment.at("/spec/strategy/rollingUpdate");
    if (!deployment.at("/spec/strategy/type").asText().equals("RollingUpdate")
        || (update.path("maxUnavailable").asInt(1) != 0 && least(deployment, template) < 2)) {
      problems.add(title + ": an update would leave no pod");
    }
    JsonNode pod = deployment.at("/spec/template/spec");
    Stream.of(
            pod.at(
                "/affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/0/podAffinityTerm/labelSelector/matchLabels"),
            pod.at("/topologySpreadConstraints/0/labelSelector/matchLabels"))
        .filter(selector -> !Ports.selects(selector, labels))
        .forEach(selector -> problems.add(title + ": pods are not spread over nodes and zones"));
    boolean isKept =
        template.all("PodDisruptionBudget").stream()
            .anyMatch(each -> Ports.selects(each.at("/spec/selector/matchLabels"), labels));
    if (!isKept) {
      problems.add(title + " has no PodDisruptionBudget");
    }
  }

  private static void scaler(JsonNode scaler, Processed template, List<String> problems) {
    String target = scaler.at("/spec/scaleTargetRef/name").asText();
    if (template.one("Deployment", target).isEmpty()) {
      problems.add("%s scales %s, which there is not".formatted(Processed.title(scaler), target));
    }
    int least = least(scaler);
    int most = scaler.at("/spec/maxReplicas").asInt(scaler.at("/spec/maxReplicaCount").asInt());
    if (least > most) {
      problems.add(
          "%s: REPLICAS is %d, more than MAX_REPLICAS, %d"
              .formatted(Processed.title(scaler), least, most));
    }
  }

  private static void budget(JsonNode budget, Processed template, List<String> problems) {
    String title = Processed.title(budget);
    JsonNode selector = budget.at("/spec/selector/matchLabels");
    Optional<JsonNode> deployment =
        template.all("Deployment").stream()
            .filter(each -> Ports.selects(selector, each.at("/spec/template/metadata/labels")))
            .findFirst();
    if (deployment.isEmpty()) {
      problems.add(title + " is for no pod");
      return;
    }
    int least = least(deployment.get(), template);
    JsonNode most = budget.at("/spec/maxUnavailable");
    int gone =
        most.isMissingNode() ? least - budget.at("/spec/minAvailable").asInt(0) : most.asInt();
    if (gone < 1) {
      problems.add(title + ": no node could be emptied, for no pod may be missing");
    } else if (gone >= least) {
      problems.add(
          "%s: of %d pods %d may be missing, so there may be none (REPLICAS)"
              .formatted(title, least, gone));
    }
  }

  private static int least(JsonNode deployment, Processed template) {
    return scaler(template, deployment)
        .map(ReplicasCheck::least)
        .orElseGet(() -> deployment.at("/spec/replicas").asInt(1));
  }

  private static int least(JsonNode scaler) {
    return scaler.at("/spec/minReplicas").asInt(scaler.at("/spec/minReplicaCount").asInt());
  }

  private static Optional<JsonNode> scaler(Processed template, JsonNode deployment) {
    return Stream.concat(
            template.all("HorizontalPodAutoscaler").stream(), template.all("ScaledObject").stream())
        .filter(
            each ->
                each.at("/spec/scaleTargetRef/name").asText().equals(Processed.name(deployment)))
        .findFirst();
  }
}
