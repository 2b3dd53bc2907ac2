package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.imagebuilder.imagebuilder.contentsources.KnownRepository;
import org.imagebuilder.imagebuilder.distributions.Distribution;
import org.imagebuilder.imagebuilder.distributions.RhelVersion;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;

/** How a system registers, and which content it has afterwards. */
final class SubscriptionMapper {
  private static final int FIRST_BY_NAME_MAJOR = 9;
  private static final int FIRST_BY_NAME_MINOR = 6;

  private final ComposerConfig config;
  private final ComposeOrder order;

  SubscriptionMapper(ComposerConfig config, ComposeOrder order) {
    this.config = config;
    this.order = order;
  }

  ObjectNode subscription(JsonNode asked) {
    ObjectNode mapped =
        JsonNodeFactory.instance
            .objectNode()
            .put("organization", asked.path("organization").asText())
            .put("activation_key", asked.path("activation-key").asText())
            .put("server_url", asked.path("server-url").asText())
            .put("base_url", asked.path("base-url").asText())
            .put("insights", asked.path("insights").asBoolean())
            .put("rhc", asked.path("rhc").asBoolean())
            .put("insights_client_proxy", config.insightsClientProxy().orElse(""));
    if (order.contentTemplate().isPresent()) {
      order.distribution().ifPresent(distribution -> joinTemplate(distribution, mapped));
    }
    ArrayNode sets = contentSets();
    if (!sets.isEmpty()) {
      mapped.set("content_sets", sets);
    }
    return mapped;
  }

  // Systems from 9.6 on find the template by its name; older ones are told the service and the id.
  private void joinTemplate(Distribution distribution, ObjectNode mapped) {
    RhelVersion version =
        RhelVersion.ofName(distribution.name())
            .orElseThrow(
                () -> new ApiException(ErrorCode.TEMPLATE_NEEDS_RHEL, distribution.name()));
    boolean byName =
        version.major() > FIRST_BY_NAME_MAJOR
            || (version.major() == FIRST_BY_NAME_MAJOR && version.minor() >= FIRST_BY_NAME_MINOR);
    String name = order.imageRequest().path("content_template_name").asText("");
    if (byName && !name.isEmpty()) {
      mapped.put("template_name", name);
    } else {
      mapped.put("patch_url", config.patchUrl().orElse(""));
      mapped.put("template_uuid", order.contentTemplate().orElseThrow());
    }
  }

  // The base of every system is there without being named.
  private ArrayNode contentSets() {
    ArrayNode sets = JsonNodeFactory.instance.arrayNode();
    for (GivenRepository given : order.givenRepositories()) {
      if (given.custom()) {
        order.found().redHat().stream()
            .filter(given::is)
            .findFirst()
            .flatMap(KnownRepository::label)
            .filter(label -> !label.contains("baseos") && !label.contains("appstream"))
            .ifPresent(sets::add);
      }
    }
    return sets;
  }
}
