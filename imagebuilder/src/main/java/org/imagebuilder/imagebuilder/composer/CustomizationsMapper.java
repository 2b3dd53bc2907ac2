package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.imagebuilder.imagebuilder.distributions.RhelVersion;

/** Customizations as composer spells them: most are the same, and the others are listed below. */
final class CustomizationsMapper {
  private static final List<String> SAME =
      List.of(
          "packages",
          "enabled_modules",
          "disk",
          "partitioning_mode",
          "services",
          "firewall",
          "kernel",
          "timezone",
          "locale",
          "hostname",
          "installation_device",
          "fdo",
          "ignition",
          "fips",
          "installer",
          "cacerts");

  /** Lists whose items are copied member by member; empty ones say nothing and are left out. */
  private static final Map<String, List<String>> LISTS =
      Map.of(
          "filesystem", List.of("mountpoint", "min_size"),
          "groups", List.of("name", "gid"),
          "directories", List.of("path", "mode", "user", "group", "ensure_parents"),
          "containers", List.of("source", "name", "tls_verify"));

  private static final List<String> FILE =
      List.of("path", "mode", "user", "group", "data", "data_encoding", "ensure_parents");

  private static final int FIRST_WITHOUT_RHCD = 10;
  private static final String TAILORING_DIRECTORY = "/etc/osbuild";
  private static final String TAILORING = TAILORING_DIRECTORY + "/openscap-tailoring.json";

  private final ComposerConfig config;
  private final ComposeOrder order;
  private final SnapshotAddresses addresses;

  CustomizationsMapper(ComposerConfig config, ComposeOrder order, SnapshotAddresses addresses) {
    this.config = config;
    this.order = order;
    this.addresses = addresses;
  }

  ObjectNode customizations(JsonNode asked) {
    ObjectNode mapped = Members.copied(asked, SAME);
    LISTS.forEach(
        (name, members) ->
            put(
                mapped,
                name,
                Members.each(asked.path(name), item -> Members.copied(item, members))));
    put(mapped, "users", Members.each(asked.path("users"), CustomizationsMapper::user));
    put(mapped, "files", Members.each(asked.path("files"), CustomizationsMapper::file));
    new GivenRepositories(order, addresses).into(mapped);
    if (asked.path("openscap") instanceof ObjectNode openscap) {
      mapped.set("openscap", openscap(openscap, mapped));
      connectHardenedSystems(asked, mapped);
    }
    if (asked.path("subscription") instanceof ObjectNode subscription) {
      mapped.set("subscription", new SubscriptionMapper(config, order).subscription(subscription));
    }
    return mapped;
  }

  private static ObjectNode user(JsonNode asked) {
    ObjectNode user = Members.copied(asked, List.of("name", "groups"));
    if (!asked.path("ssh_key").asText("").isEmpty()) {
      user.set("key", asked.get("ssh_key"));
    }
    if (!asked.path("password").asText("").isEmpty()) {
      user.set("password", asked.get("password"));
    }
    return user;
  }

  // A composer of another age reads plain text only, so base64 travels where nothing else can.
  private static ObjectNode file(JsonNode asked) {
    ObjectNode file = Members.copied(asked, FILE);
    if (!file.path("data_encoding").asText().equals("base64")) {
      file.remove("data_encoding");
      return file;
    }
    FileContent.plain(file.path("data").asText(""))
        .ifPresent(text -> file.put("data", text).remove("data_encoding"));
    return file;
  }

  // A policy stands for a profile, and its tailoring travels as a file of the image.
  private ObjectNode openscap(ObjectNode asked, ObjectNode mapped) {
    HardeningPolicy policy = order.found().policy().orElse(null);
    if (policy == null) {
      return Members.copied(asked, List.of("profile_id"));
    }
    ObjectNode openscap = JsonNodeFactory.instance.objectNode();
    openscap.put("profile_id", policy.profile()).put("policy_id", policy.id().toString());
    policy
        .tailoring()
        .ifPresent(
            text -> {
              openscap
                  .putObject("json_tailoring")
                  .put("profile_id", policy.profile())
                  .put("filepath", TAILORING);
              mapped.withArray("directories").insertObject(0).put("path", TAILORING_DIRECTORY);
              mapped.withArray("files").insertObject(0).put("path", TAILORING).put("data", text);
            });
    return openscap;
  }

  // Systems that are hardened and registered with Insights are managed through rhcd before RHEL 10.
  private void connectHardenedSystems(JsonNode asked, ObjectNode mapped) {
    boolean old =
        order
            .distribution()
            .flatMap(each -> RhelVersion.majorOf(each.name()))
            .filter(major -> major < FIRST_WITHOUT_RHCD)
            .isPresent();
    if (!old || !asked.path("subscription").path("insights").asBoolean()) {
      return;
    }
    ArrayNode enabled = mapped.withObject("/services").withArray("enabled");
    for (JsonNode service : enabled) {
      if (service.asText().equals("rhcd")) {
        return;
      }
    }
    enabled.add("rhcd");
  }

  private static void put(ObjectNode mapped, String name, ArrayNode list) {
    if (!list.isEmpty()) {
      mapped.set(name, list);
    }
  }
}
