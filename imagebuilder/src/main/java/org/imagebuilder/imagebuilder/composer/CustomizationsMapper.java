package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.imagebuilder.imagebuilder.distributions.RhelVersion;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;

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

  private static final List<String> PAYLOAD_REPOSITORY =
      List.of(
          "baseurl",
          "mirrorlist",
          "metalink",
          "rhsm",
          "gpgkey",
          "check_gpg",
          "check_repo_gpg",
          "ignore_ssl",
          "module_hotfixes",
          "suite",
          "components");

  private static final List<String> CUSTOM_REPOSITORY =
      List.of(
          "id",
          "name",
          "filename",
          "baseurl",
          "mirrorlist",
          "metalink",
          "enabled",
          "gpgkey",
          "check_gpg",
          "check_repo_gpg",
          "ssl_verify",
          "priority",
          "module_hotfixes",
          "suite",
          "components");

  private static final int FIRST_WITHOUT_RHCD = 10;
  private static final String TAILORING_DIRECTORY = "/etc/osbuild";
  private static final String TAILORING = TAILORING_DIRECTORY + "/openscap-tailoring.json";

  private final ComposerConfig config;
  private final ComposeOrder order;

  CustomizationsMapper(ComposerConfig config, ComposeOrder order) {
    this.config = config;
    this.order = order;
  }

  ObjectNode customizations(ObjectNode asked) {
    ObjectNode mapped = Members.copied(asked, SAME);
    LISTS.forEach(
        (name, members) ->
            put(
                mapped,
                name,
                Members.each(asked.path(name), item -> Members.copied(item, members))));
    put(mapped, "users", Members.each(asked.path("users"), CustomizationsMapper::user));
    put(mapped, "files", Members.each(asked.path("files"), CustomizationsMapper::file));
    put(
        mapped,
        "payload_repositories",
        Members.each(asked.path("payload_repositories"), CustomizationsMapper::payloadRepository));
    put(
        mapped,
        "custom_repositories",
        Members.each(asked.path("custom_repositories"), CustomizationsMapper::customRepository));
    if (asked.path("openscap") instanceof ObjectNode openscap) {
      mapped.set("openscap", openscap(openscap, mapped));
      connectHardenedSystems(asked, mapped);
    }
    if (asked.path("subscription") instanceof ObjectNode subscription) {
      mapped.set("subscription", subscription(subscription));
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

  private static ObjectNode payloadRepository(JsonNode asked) {
    checkAddress(asked, "payload_repositories");
    return Members.copied(asked, PAYLOAD_REPOSITORY);
  }

  private static ObjectNode customRepository(JsonNode asked) {
    checkAddress(asked, "custom_repositories");
    return Members.copied(asked, CUSTOM_REPOSITORY);
  }

  private static void checkAddress(JsonNode repository, String list) {
    JsonNode baseurl = repository.path("baseurl");
    boolean known =
        (baseurl.isArray() ? !baseurl.isEmpty() : !baseurl.asText("").isEmpty())
            || !repository.path("mirrorlist").asText("").isEmpty()
            || !repository.path("metalink").asText("").isEmpty();
    if (!known) {
      String name = repository.path("id").asText("without id");
      throw new ApiException(
          ErrorCode.CONTENT_SOURCES_MISSING,
          "customizations." + list + ": repository " + name + " has no address; to look it up");
    }
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
  private void connectHardenedSystems(ObjectNode asked, ObjectNode mapped) {
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

  private ObjectNode subscription(ObjectNode asked) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("organization", asked.path("organization").asText())
        .put("activation_key", asked.path("activation-key").asText())
        .put("server_url", asked.path("server-url").asText())
        .put("base_url", asked.path("base-url").asText())
        .put("insights", asked.path("insights").asBoolean())
        .put("rhc", asked.path("rhc").asBoolean())
        .put("insights_client_proxy", config.insightsClientProxy().orElse(""));
  }

  private static void put(ObjectNode mapped, String name, ArrayNode list) {
    if (!list.isEmpty()) {
      mapped.set(name, list);
    }
  }
}
