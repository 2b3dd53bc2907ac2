package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.imagebuilder.composer.errors.ErrorCode;

/**
 * Writes both forms of customizations in the words of blueprint files, which the tools read. The
 * tools refuse members that they do not know, so nothing is written that was not asked for.
 */
final class BlueprintTranslation {
  /** Stays with a file only while its data is not text; blueprint files know no such member. */
  static final String ENCODING = "data_encoding";

  private static final String DEFAULT_NAME = "empty blueprint";
  private static final String DEFAULT_VERSION = "0.0.0";

  /** Customizations that are spelt the same on both sides. */
  private static final List<String> SAME =
      List.of(
          "hostname",
          "kernel",
          "timezone",
          "locale",
          "services",
          "installation_device",
          "fdo",
          "ignition",
          "openscap",
          "installer",
          "rpm",
          "dnf",
          "firewall",
          "sshkey",
          "cacerts");

  /**
   * The contract lets callers send further members, and the tools know some that it does not: a
   * file's uri would read a file of the machine that builds.
   */
  private static final List<String> FILE =
      List.of("path", "mode", "user", "group", "data", ENCODING);

  private static final List<String> DIRECTORY =
      List.of("path", "mode", "user", "group", "ensure_parents");

  private static final Map<String, String> REPOSITORY_NAMES =
      Map.of(
          "baseurl", "baseurls",
          "gpgkey", "gpgkeys",
          "check_gpg", "gpgcheck",
          "check_repo_gpg", "repo_gpgcheck",
          "ssl_verify", "sslverify");

  private BlueprintTranslation() {}

  static ObjectNode fromCustomizations(JsonNode request) {
    ObjectNode blueprint = JsonNodeFactory.instance.objectNode();
    blueprint.put("name", DEFAULT_NAME).put("version", DEFAULT_VERSION);
    ArrayNode packages = blueprint.putArray("packages");
    request.path("packages").forEach(name -> packages.addObject().put("name", name.asText()));
    blueprint.putArray("modules");
    blueprint.set("enabled_modules", listOf(request.path("enabled_modules")));
    blueprint.putArray("groups");
    containers(blueprint, request.path("containers"));
    ObjectNode target = JsonNodeFactory.instance.objectNode();
    same(target, request);
    copy(target, "user", request.path("users"));
    copy(target, "group", request.path("groups"));
    directories(target, request.path("directories"));
    files(target, request.path("files"), "customizations.files");
    filesystem(target, request.path("filesystem"), "min_size", "customizations.filesystem");
    disk(target, request.path("disk"), "customizations.disk");
    repositories(target, request.path("custom_repositories"));
    if (request.at("/fips/enabled").asBoolean()) {
      target.put("fips", true);
    }
    rhsm(target, request.path("rhsm"));
    attach(blueprint, target);
    return blueprint;
  }

  static ObjectNode fromBlueprint(JsonNode request) {
    ObjectNode blueprint = JsonNodeFactory.instance.objectNode();
    blueprint.put("name", Trees.text(request, "name").orElse(DEFAULT_NAME));
    Trees.text(request, "description").ifPresent(text -> blueprint.put("description", text));
    blueprint.put("version", Trees.text(request, "version").orElse(DEFAULT_VERSION));
    for (String list : List.of("packages", "modules", "enabled_modules", "groups")) {
      blueprint.set(list, listOf(request.path(list)));
    }
    containers(blueprint, request.path("containers"));
    JsonNode source = request.path("customizations");
    ObjectNode target = JsonNodeFactory.instance.objectNode();
    same(target, source);
    copy(target, "user", source.path("user"));
    copy(target, "group", source.path("group"));
    directories(target, source.path("directories"));
    files(target, source.path("files"), "blueprint.customizations.files");
    filesystem(target, source.path("filesystem"), "minsize", "blueprint.customizations.filesystem");
    disk(target, source.path("disk"), "blueprint.customizations.disk");
    copy(target, "repositories", source.path("repositories"));
    if (source.path("fips").asBoolean()) {
      target.put("fips", true);
    }
    rhsm(target, source.path("rhsm"));
    attach(blueprint, target);
    return blueprint;
  }

  private static void attach(ObjectNode blueprint, ObjectNode customizations) {
    if (!customizations.isEmpty()) {
      blueprint.set("customizations", customizations);
    }
  }

  private static void same(ObjectNode target, JsonNode source) {
    SAME.forEach(name -> copy(target, name, source.path(name)));
  }

  private static void copy(ObjectNode target, String name, JsonNode value) {
    if (!Trees.isEmpty(value) && !(value.isTextual() && value.asText().isEmpty())) {
      target.set(name, value.deepCopy());
    }
  }

  private static JsonNode listOf(JsonNode value) {
    return value.isArray() ? value.deepCopy() : JsonNodeFactory.instance.arrayNode();
  }

  private static void containers(ObjectNode blueprint, JsonNode containers) {
    if (Trees.isEmpty(containers)) {
      return;
    }
    ArrayNode list = blueprint.putArray("containers");
    for (JsonNode container : containers) {
      ObjectNode each = list.addObject();
      each.put("source", container.path("source").asText());
      Trees.text(container, "name").ifPresent(name -> each.put("name", name));
      Trees.flag(container, "tls_verify").ifPresent(flag -> each.put("tls-verify", flag));
    }
  }

  private static void directories(ObjectNode target, JsonNode directories) {
    if (Trees.isEmpty(directories)) {
      return;
    }
    ArrayNode list = target.putArray("directories");
    directories.forEach(each -> list.add(each.<ObjectNode>deepCopy().retain(DIRECTORY)));
  }

  private static void files(ObjectNode target, JsonNode files, String member) {
    if (Trees.isEmpty(files)) {
      return;
    }
    ArrayNode list = target.putArray("files");
    for (int i = 0; i < files.size(); i++) {
      ObjectNode file = files.get(i).deepCopy();
      if ("base64".equals(file.path(ENCODING).asText())) {
        decode(file, member + "[" + i + "].data");
      } else {
        file.remove(ENCODING);
      }
      list.add(file.retain(FILE));
    }
  }

  /** What is text becomes text, which every tool can write; other bytes stay as they are. */
  private static void decode(ObjectNode file, String member) {
    String data = file.path("data").asText().replaceAll("\\s", "");
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(data);
    } catch (IllegalArgumentException e) {
      throw ErrorCode.INVALID_CUSTOMIZATION.because(member + ": is no base64");
    }
    try {
      file.put(
          "data", StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
      file.remove(ENCODING);
    } catch (CharacterCodingException e) {
      file.put("data", data);
    }
  }

  private static void filesystem(
      ObjectNode target, JsonNode filesystems, String sizeName, String member) {
    if (Trees.isEmpty(filesystems)) {
      return;
    }
    ArrayNode list = target.putArray("filesystem");
    for (int i = 0; i < filesystems.size(); i++) {
      JsonNode each = filesystems.get(i);
      list.addObject()
          .put("mountpoint", each.path("mountpoint").asText())
          .put("minsize", bytes(each.path(sizeName), member + "[" + i + "]." + sizeName));
    }
  }

  /** The tools want every size, and as a number. */
  private static void disk(ObjectNode target, JsonNode disk, String member) {
    if (Trees.isEmpty(disk)) {
      return;
    }
    ObjectNode copy = disk.deepCopy();
    if (copy.has("minsize")) {
      copy.put("minsize", bytes(copy.path("minsize"), member + ".minsize"));
    }
    sizes(copy.path("partitions"), member + ".partitions");
    target.set("disk", copy);
  }

  private static void sizes(JsonNode parts, String member) {
    for (int i = 0; i < parts.size(); i++) {
      ObjectNode part = (ObjectNode) parts.get(i);
      String at = member + "[" + i + "]";
      part.put("minsize", part.has("minsize") ? bytes(part.path("minsize"), at + ".minsize") : 0L);
      sizes(part.path("logical_volumes"), at + ".logical_volumes");
    }
  }

  private static long bytes(JsonNode size, String member) {
    return Size.bytes(size)
        .orElseThrow(
            () ->
                ErrorCode.INVALID_CUSTOMIZATION.because(
                    member + ": '" + size.asText() + "' is no size, write for example 10 GiB"));
  }

  private static void repositories(ObjectNode target, JsonNode repositories) {
    if (Trees.isEmpty(repositories)) {
      return;
    }
    ArrayNode list = target.putArray("repositories");
    for (JsonNode repository : repositories) {
      ObjectNode each = list.addObject();
      repository
          .properties()
          .forEach(
              member ->
                  each.set(
                      REPOSITORY_NAMES.getOrDefault(member.getKey(), member.getKey()),
                      member.getValue().deepCopy()));
    }
  }

  private static void rhsm(ObjectNode target, JsonNode rhsm) {
    if (!Trees.isEmpty(rhsm.path("config"))) {
      target.set("rhsm", rhsm.deepCopy());
    }
  }
}
