package org.imagebuilder.imagebuilder.distributions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads one data file; whatever is wrong with it is told with the file's name. */
final class DistributionReader {
  private final String file;
  private final Function<String, String> keys;

  /** A reader of this file; the function finds the text of a key by its name. */
  DistributionReader(String file, Function<String, String> keys) {
    this.file = file;
    this.keys = keys;
  }

  Distribution distribution(JsonNode data) {
    if (!data.isObject()) {
      throw wrong("it is no JSON object");
    }
    String name = required(data, "name", "the distribution");
    Map<String, Architecture> architectures = new LinkedHashMap<>();
    member(data, "architectures", JsonNode::isObject, "an object")
        .properties()
        .forEach(
            entry ->
                architectures.put(entry.getKey(), architecture(entry.getKey(), entry.getValue())));
    List<BootcImage> bootc = new ArrayList<>();
    member(data, "bootc", JsonNode::isArray, "a list")
        .forEach(
            each ->
                bootc.add(
                    new BootcImage(
                        required(each, "type", "a container"),
                        required(each, "reference", "a container"),
                        texts(each, "iso_payload_references"))));
    return new Distribution(
        name,
        required(data, "description", name),
        optional(data, "composer_name", name),
        flag(data, "restricted"),
        optional(data, "suite", ""),
        architectures,
        bootc);
  }

  /** Other names that lead to the distribution. */
  List<String> aliases(JsonNode data) {
    return texts(data, "aliases");
  }

  private Architecture architecture(String name, JsonNode node) {
    List<Repository> repositories = new ArrayList<>();
    List<String> withoutAddress = new ArrayList<>();
    for (JsonNode each : member(node, "repositories", JsonNode::isArray, "a list")) {
      String id = required(each, "id", "a repository of " + name);
      if (each.has("baseurl") || each.has("metalink")) {
        repositories.add(repository(id, each));
      } else {
        withoutAddress.add(id);
      }
    }
    return new Architecture(name, texts(node, "image_types"), repositories, withoutAddress);
  }

  private Repository repository(String id, JsonNode node) {
    StringBuilder key = new StringBuilder(optional(node, "gpgkey", ""));
    texts(node, "keys").forEach(each -> key.append(keyText(each)));
    boolean checked = flag(node, "check_gpg");
    if (checked && key.isEmpty()) {
      throw wrong("repository " + id + " has check_gpg, so it needs gpgkey or keys");
    }
    try {
      return new Repository(
          id,
          optional(node, "baseurl", ""),
          optional(node, "metalink", ""),
          // Many repositories share a key: its text is kept once.
          key.toString().intern(),
          checked,
          flag(node, "rhsm"),
          texts(node, "image_types"));
    } catch (IllegalArgumentException failure) {
      throw wrong(String.valueOf(failure.getMessage()));
    }
  }

  private String keyText(String name) {
    try {
      return keys.apply(name);
    } catch (IllegalStateException failure) {
      throw wrong("there is no key " + name);
    }
  }

  private List<String> texts(JsonNode node, String name) {
    List<String> texts = new ArrayList<>();
    for (JsonNode each : member(node, name, JsonNode::isArray, "a list")) {
      if (!each.isTextual()) {
        throw wrong(name + " holds something else than texts: " + each);
      }
      texts.add(each.textValue());
    }
    return texts;
  }

  private boolean flag(JsonNode node, String name) {
    return member(node, name, JsonNode::isBoolean, "true or false").asBoolean();
  }

  private String required(JsonNode node, String name, String whose) {
    String text = optional(node, name, "");
    if (text.isEmpty()) {
      throw wrong(whose + " lacks " + name);
    }
    return text;
  }

  private String optional(JsonNode node, String name, String otherwise) {
    return member(node, name, JsonNode::isTextual, "a text").asText(otherwise);
  }

  private JsonNode member(
      JsonNode node, String name, Function<JsonNode, Boolean> fits, String form) {
    JsonNode member = node.path(name);
    if (!member.isMissingNode() && !fits.apply(member)) {
      throw wrong(name + " has to be " + form);
    }
    return member;
  }

  private IllegalStateException wrong(String what) {
    return new IllegalStateException("the distribution file " + file + " is wrong: " + what);
  }
}
