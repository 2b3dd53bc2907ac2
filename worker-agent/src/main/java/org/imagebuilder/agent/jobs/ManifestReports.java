package org.imagebuilder.agent.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.imagebuilder.agent.contract.worker.model.RpmPackage;
import org.imagebuilder.agent.contract.worker.model.SbomDocument;

/** Reads the files that image-builder writes beside a manifest. */
final class ManifestReports {

  /** Read from its end: the distribution in front may repeat parts of the name. */
  private static final Pattern SBOM =
      Pattern.compile("\\.(image|buildroot|unknown)-(.+)\\.spdx\\.json$");

  private static final String RPMLIST = ".rpmlist.json";

  private final Path directory;

  ManifestReports(Path directory) {
    this.directory = directory;
  }

  Map<String, SbomDocument> sboms() throws IOException {
    Map<String, SbomDocument> documents = new TreeMap<>();
    for (Path file : files()) {
      Matcher name = SBOM.matcher(file.getFileName().toString());
      if (name.find()) {
        @SuppressWarnings("unchecked")
        Map<String, Object> document = Json.mapper().readValue(file.toFile(), Map.class);
        documents.put(name.group(2), new SbomDocument().type("spdx").document(document));
      }
    }
    return documents;
  }

  List<RpmPackage> packages() throws IOException {
    List<RpmPackage> packages = new ArrayList<>();
    for (Path file : files()) {
      if (file.getFileName().toString().endsWith(RPMLIST)) {
        for (JsonNode entry : Json.mapper().readTree(file.toFile())) {
          packages.add(rpm(entry));
        }
      }
    }
    return packages;
  }

  private static RpmPackage rpm(JsonNode entry) {
    RpmPackage rpm =
        new RpmPackage()
            .type("rpm")
            .name(entry.path("name").asText())
            .version(entry.path("version").asText())
            .release(entry.path("release").asText())
            .arch(entry.path("arch").asText());
    if (entry.path("epoch").asInt() > 0) {
      rpm.epoch(entry.path("epoch").asText());
    }
    if (entry.has("buildtime")) {
      rpm.buildtime(entry.path("buildtime").asLong());
    }
    if (entry.has("size")) {
      rpm.size(entry.path("size").asLong());
    }
    if (entry.has("payloadhash")) {
      rpm.payloadhash(entry.path("payloadhash").asText());
    }
    return rpm;
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
