package org.imagebuilder.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A pod that an object starts.
 *
 * @param title how a sentence names it
 * @param owner the object
 * @param spec its specification; of a ClowdApp one in the form of Kubernetes
 */
record Pod(String title, JsonNode owner, JsonNode labels, JsonNode spec) {

  /** A container, or one that runs before the others. */
  record Container(Pod pod, boolean isFirst, JsonNode spec) {
    String title() {
      return pod.title() + ", container " + spec.path("name").asText();
    }

    List<JsonNode> environment() {
      return spec.path("env").valueStream().toList();
    }

    /** Where volumes are mounted. */
    List<String> mounts() {
      return spec.path("volumeMounts")
          .valueStream()
          .map(mount -> mount.path("mountPath").asText())
          .toList();
    }

    /** What a variable is set to, where it is set here and not by a Secret. */
    Optional<String> value(String variable) {
      return environment().stream()
          .filter(each -> each.path("name").asText().equals(variable) && each.has("value"))
          .map(each -> each.path("value").asText())
          .findFirst();
    }
  }

  /** Whether it answers callers, and so is not a job that ends. */
  boolean isService() {
    return !owner.path("kind").asText().equals("CronJob") && !title.contains(" job ");
  }

  boolean isClowder() {
    return owner.path("kind").asText().equals("ClowdApp");
  }

  List<Container> containers() {
    List<Container> containers = new ArrayList<>();
    spec.path("initContainers").forEach(each -> containers.add(new Container(this, true, each)));
    spec.path("containers").forEach(each -> containers.add(new Container(this, false, each)));
    return containers;
  }

  /** The container that is not there before the others. */
  Container main() {
    return containers().stream().filter(each -> !each.isFirst()).findFirst().orElseThrow();
  }

  static Stream<Pod> ofClowdApp(JsonNode app) {
    List<Pod> pods = new ArrayList<>();
    app.at("/spec/deployments")
        .forEach(
            each ->
                pods.add(
                    clowder(
                        app, "deployment " + each.path("name").asText(), each.path("podSpec"))));
    app.at("/spec/jobs")
        .forEach(
            each ->
                pods.add(clowder(app, "job " + each.path("name").asText(), each.path("podSpec"))));
    return pods.stream();
  }

  // What Clowder makes of it: the container has the app's name, first ones may inherit.
  private static Pod clowder(JsonNode app, String title, JsonNode given) {
    ObjectNode pod = JsonNodeFactory.instance.objectNode();
    ObjectNode container = pod.putArray("containers").addObject();
    container.put("name", Processed.name(app));
    for (String each :
        List.of(
            "image",
            "command",
            "args",
            "env",
            "resources",
            "livenessProbe",
            "readinessProbe",
            "volumeMounts",
            "lifecycle")) {
      if (given.has(each)) {
        container.set(each, given.get(each));
      }
    }
    var first = pod.putArray("initContainers");
    for (JsonNode each : given.path("initContainers")) {
      ObjectNode copy = each.deepCopy();
      copy.remove("inheritEnv");
      copy.set(
          "image", each.path("image").isMissingNode() ? given.path("image") : each.get("image"));
      if (each.path("inheritEnv").asBoolean()) {
        var variables = copy.withArray("env");
        given.path("env").forEach(variables::add);
      }
      first.add(copy);
    }
    for (String each : List.of("volumes", "terminationGracePeriodSeconds")) {
      if (given.has(each)) {
        pod.set(each, given.get(each));
      }
    }
    return new Pod(
        Processed.title(app) + ", " + title, app, JsonNodeFactory.instance.objectNode(), pod);
  }
}
