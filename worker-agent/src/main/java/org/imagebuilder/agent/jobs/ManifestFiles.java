package org.imagebuilder.agent.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.imagebuilder.agent.contract.worker.model.RpmManifestArgs;
import org.imagebuilder.agent.contract.worker.model.RpmRepository;
import org.imagebuilder.agent.contract.worker.model.Subscription;

/** Writes the files that image-builder reads, and says with which flags. */
final class ManifestFiles {

  static final String OUTPUT = "out";
  private static final String BLUEPRINT = "bp.json";
  private static final String REPOSITORIES = "repos";
  private static final String REGISTRATIONS = "reg.json";

  private final Path directory;

  ManifestFiles(Path directory) {
    this.directory = directory;
  }

  /** Names in flags are relative: they turn up in messages that users read. */
  List<String> write(RpmManifestArgs args) throws IOException {
    List<String> flags = new ArrayList<>();
    if (args.getBootc() == null) {
      writeRepositories(args);
      flags.addAll(List.of("--force-repo-dir", REPOSITORIES));
    }
    Map<String, Object> blueprint = args.getBlueprint();
    if (blueprint != null && !blueprint.isEmpty()) {
      ObjectNode tree = Json.mapper().valueToTree(blueprint);
      // The tool compares it with --distro letter by letter, aliases included.
      tree.remove("distro");
      writePrivately(BLUEPRINT, tree);
      flags.addAll(List.of("--blueprint", BLUEPRINT));
    }
    Subscription subscription = args.getSubscription();
    if (subscription != null) {
      ObjectNode registrations = Json.mapper().createObjectNode();
      registrations.putObject("redhat").set("subscription", withoutEmptyLists(subscription));
      writePrivately(REGISTRATIONS, registrations);
      flags.addAll(List.of("--registrations", REGISTRATIONS));
    }
    return flags;
  }

  private void writeRepositories(RpmManifestArgs args) throws IOException {
    ObjectNode file = Json.mapper().createObjectNode();
    ArrayNode list = file.putArray(args.getArchitecture());
    List<RpmRepository> repositories = args.getRepositories();
    if (repositories != null) {
      repositories.forEach(repository -> list.add(withoutEmptyLists(repository)));
    }
    Path repos = Files.createDirectories(directory.resolve(REPOSITORIES));
    Files.writeString(repos.resolve(args.getDistribution() + ".json"), file.toString());
  }

  /** An empty list is not the same as none to every version of the tool. */
  private static JsonNode withoutEmptyLists(Object value) {
    ObjectNode tree = Json.mapper().valueToTree(value);
    tree.properties()
        .removeIf(member -> member.getValue().isArray() && member.getValue().isEmpty());
    return tree;
  }

  /** It may hold password hashes and activation keys. */
  private void writePrivately(String name, JsonNode content) throws IOException {
    Path file =
        Files.createFile(
            directory.resolve(name),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, content.toString());
  }
}
