package org.imagebuilder.agent.solver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Turns the helper's packages, of either language, into those of the wire. */
final class SolverPackages {

  private static final List<String> DEPENDENCIES =
      List.of(
          "provides",
          "requires",
          "requires_pre",
          "conflicts",
          "obsoletes",
          "regular_requires",
          "recommends",
          "suggests",
          "enhances",
          "supplements");

  private final JsonMapper json;
  private final Map<String, SolverRepository> repositories;

  SolverPackages(JsonMapper json, Map<String, SolverRepository> repositories) {
    this.json = json;
    this.repositories = repositories;
  }

  /** With what older composers and the manifest need beside: where from, and with whose keys. */
  ObjectNode solved(JsonNode said) {
    ObjectNode made = json.createObjectNode();
    for (Map.Entry<String, JsonNode> member : said.properties()) {
      JsonNode value = member.getValue();
      if (!value.isNull() && !(value.isContainerNode() && value.isEmpty())) {
        made.set(member.getKey(), value);
      }
    }
    made.put("epoch", said.path("epoch").asInt());
    if (made.has("buildtime")) {
      made.set("build_time", made.remove("buildtime"));
    }
    for (String name : List.of("checksum", "header_checksum")) {
      if (made.path(name).isObject()) {
        made.put(name, checksum(made.path(name)));
      }
    }
    DEPENDENCIES.forEach(name -> relations(made.path(name)));
    addPlaces(made);
    addTrust(made);
    return made;
  }

  /** In the spelling of searches: capital letters, and a time that is one. */
  ObjectNode found(JsonNode said) {
    ObjectNode made = json.createObjectNode();
    made.put("Name", said.path("name").asText());
    made.put("Epoch", said.path("epoch").asInt());
    put(made, "Version", said.path("version"));
    put(made, "Release", said.path("release"));
    put(made, "Arch", said.path("arch"));
    put(made, "Summary", said.path("summary"));
    put(made, "Description", said.path("description"));
    put(made, "URL", said.path("url"));
    put(made, "License", said.path("license"));
    put(made, "BuildTime", said.path(said.has("build_time") ? "build_time" : "buildtime"));
    put(made, "RepoID", said.path("repo_id"));
    JsonNode checksum = said.path("checksum");
    if (checksum.isObject()) {
      made.putObject("Checksum")
          .put("Type", checksum.path("algorithm").asText())
          .put("Value", checksum.path("value").asText());
    }
    return made;
  }

  /** Sorted by what people call a package's full name. */
  ArrayNode sorted(Iterable<ObjectNode> packages, String... members) {
    ArrayNode sorted = json.createArrayNode();
    StreamSupport.stream(packages.spliterator(), false)
        .sorted(Comparator.comparing(each -> fullName(each, members)))
        .forEach(sorted::add);
    return sorted;
  }

  private static String fullName(ObjectNode each, String... members) {
    StringBuilder name = new StringBuilder();
    for (String member : members) {
      name.append(each.path(member).asText()).append('-');
    }
    return name.toString();
  }

  private static String checksum(JsonNode node) {
    return node.path("algorithm").asText() + ":" + node.path("value").asText();
  }

  private static void relations(JsonNode dependencies) {
    for (JsonNode dependency : dependencies) {
      if (dependency instanceof ObjectNode object && object.has("relation")) {
        object.set("relationship", object.remove("relation"));
      }
    }
  }

  /** The older language has one place each, the newer one several; the wire has both. */
  private void addPlaces(ObjectNode made) {
    if (made.has("path")) {
      made.set("location", made.path("path"));
    } else if (made.has("location")) {
      made.set("path", made.path("location"));
    }
    if (made.has("remote_location")) {
      made.set("remote_locations", json.createArrayNode().add(made.path("remote_location")));
    } else if (made.has("remote_locations")) {
      made.set("remote_location", made.path("remote_locations").path(0));
    }
  }

  private void addTrust(ObjectNode made) {
    SolverRepository repository = repositories.get(made.path("repo_id").asText());
    if (repository == null) {
      return;
    }
    if (!repository.secrets().isEmpty()) {
      made.put("secrets", repository.secrets());
    }
    if (Boolean.TRUE.equals(repository.config().getCheckGpg())) {
      made.put("check_gpg", true);
    }
    if (Boolean.TRUE.equals(repository.config().getIgnoreSsl())) {
      made.put("ignore_ssl", true);
    }
  }

  private static void put(ObjectNode made, String name, JsonNode value) {
    if (value.isTextual() && !value.asText().isEmpty()) {
      made.set(name, value);
    }
  }
}
