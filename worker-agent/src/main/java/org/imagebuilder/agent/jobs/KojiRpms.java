package org.imagebuilder.agent.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** The packages that pipelines have installed, in Koji's words. */
final class KojiRpms {

  private final JsonNode result;
  private final Set<String> builders = new HashSet<>();

  KojiRpms(JsonNode result) {
    this.result = result;
    JsonNode names = result.at("/pipeline_names/build");
    if (names.isArray()) {
      names.forEach(name -> builders.add(name.asText()));
    } else {
      // What old workers call the one that others are built with.
      builders.add("build");
    }
  }

  ArrayNode ofBuildroot() {
    return components(true);
  }

  ArrayNode ofImage() {
    return components(false);
  }

  /** Each package once, however many pipelines have it. */
  private ArrayNode components(boolean buildroot) {
    Set<ObjectNode> components = new LinkedHashSet<>();
    result
        .at("/osbuild_output/metadata")
        .properties()
        .forEach(
            pipeline -> {
              if (builders.contains(pipeline.getKey()) == buildroot) {
                for (JsonNode rpm : pipeline.getValue().path("org.osbuild.rpm").path("packages")) {
                  components.add(component(rpm));
                }
              }
            });
    return JsonNodeFactory.instance.arrayNode().addAll(components);
  }

  private static ObjectNode component(JsonNode rpm) {
    ObjectNode component = JsonNodeFactory.instance.objectNode();
    component.put("type", "rpm");
    for (String member : new String[] {"name", "version", "release", "arch", "sigmd5"}) {
      component.put(member, rpm.path(member).asText());
    }
    JsonNode epoch = rpm.path("epoch");
    if (epoch.isNumber() || epoch.asText().matches("\\d{1,9}")) {
      component.put("epoch", epoch.asLong());
    } else {
      component.putNull("epoch");
    }
    JsonNode signature = rpm.path("siggpg").isTextual() ? rpm.path("siggpg") : rpm.path("sigpgp");
    if (signature.isTextual() && !signature.asText().isEmpty()) {
      component.put("signature", signature.asText());
    } else {
      component.putNull("signature");
    }
    return component;
  }
}
