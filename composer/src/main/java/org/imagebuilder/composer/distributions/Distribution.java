package org.imagebuilder.composer.distributions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One distribution: a family's data read for one version. Known by its canonical name, whichever
 * spelling or alias a request used.
 */
public final class Distribution {
  private final JsonNode family;
  private final Version version;
  private final String requestedName;
  private final Map<String, ApiImageType> apiTypes;
  private final JsonNode customizationSets;

  Distribution(
      JsonNode family,
      Version version,
      String requestedName,
      Map<String, ApiImageType> apiTypes,
      JsonNode customizationSets) {
    this.family = family;
    this.version = version;
    this.requestedName = requestedName;
    this.apiTypes = apiTypes;
    this.customizationSets = customizationSets;
  }

  /** The canonical name. */
  public String name() {
    return version.fill(family.path("name").asText());
  }

  public Engine engine() {
    return "debian".equals(family.path("engine").asText()) ? Engine.DEBIAN : Engine.OSBUILD;
  }

  /** The Debian suite; empty elsewhere. */
  public String suite() {
    return family.path("suites").path(Integer.toString(version.major())).asText();
  }

  /** All architectures for which some image type is offered. */
  public Set<String> architectures() {
    Set<String> architectures = new TreeSet<>();
    for (JsonNode rows : family.path("image_types")) {
      for (JsonNode row : rows) {
        if (version.isWithin(row)) {
          architectures.addAll(DataFiles.texts(row.path("architectures")));
        }
      }
    }
    return architectures;
  }

  /** The image type that the API calls so, where it is offered for the architecture. */
  public Optional<ImageType> imageType(String apiName, String architecture) {
    ApiImageType api = apiTypes.get(apiName);
    if (api == null || (api.debianOnly() && engine() != Engine.DEBIAN)) {
      return Optional.empty();
    }
    String wanted = engine() == Engine.DEBIAN ? apiName : api.name();
    // Names come first: what is an alias of one type may be the name of another.
    return internalName(wanted, architecture)
        .flatMap(
            name -> row(name, architecture).map(row -> imageType(api, name, architecture, row)));
  }

  private Optional<String> internalName(String wanted, String architecture) {
    if (family.path("image_types").has(wanted)) {
      return Optional.of(wanted);
    }
    for (Map.Entry<String, JsonNode> type : family.path("image_types").properties()) {
      Optional<JsonNode> row = row(type.getKey(), architecture);
      if (row.isPresent() && DataFiles.texts(row.get().path("aliases")).contains(wanted)) {
        return Optional.of(type.getKey());
      }
    }
    return Optional.empty();
  }

  private Optional<JsonNode> row(String name, String architecture) {
    for (JsonNode row : family.path("image_types").path(name)) {
      if (version.isWithin(row)
          && DataFiles.texts(row.path("architectures")).contains(architecture)) {
        return Optional.of(row);
      }
    }
    return Optional.empty();
  }

  private ImageType imageType(ApiImageType api, String name, String architecture, JsonNode row) {
    return new ImageType(
        api.apiName(),
        name,
        architecture,
        row.path("filename").asText(),
        row.path("mime_type").asText(),
        DataFiles.texts(row.path("exports")),
        row.path("boot_mode").asText(),
        row.path("default_size").asLong(),
        version.fill(row.path("ostree_ref").asText()).replace("{arch}", architecture),
        Set.copyOf(DataFiles.texts(customizationSets.path(row.path("customizations").asText()))),
        Set.copyOf(DataFiles.texts(row.path("required"))),
        DataFiles.texts(family.path("packages").path(row.path("packages").asText())),
        api.defaultTarget(),
        api.targets());
  }

  /** Packages that a Debian image needs so that the customization of this name can work. */
  public List<String> packagesFor(String customization) {
    return DataFiles.texts(family.path("customization_packages").path(customization));
  }

  /**
   * The repositories that are used when a request names none; looked up by the name as the request
   * spells it, since an alias may have repositories of its own.
   */
  public List<PackageRepository> repositories(ImageType imageType) {
    JsonNode rows = family.path("repositories").path(requestedName);
    if (rows.isMissingNode()) {
      rows = family.path("repositories").path(name());
    }
    List<PackageRepository> repositories = new ArrayList<>();
    for (JsonNode row : rows) {
      List<String> tags = DataFiles.texts(row.path("image_type_tags"));
      boolean fits = tags.isEmpty() || tags.contains(imageType.name());
      if (fits && DataFiles.texts(row.path("architectures")).contains(imageType.architecture())) {
        repositories.add(repository(row, imageType.architecture(), tags));
      }
    }
    return repositories;
  }

  private static PackageRepository repository(
      JsonNode row, String architecture, List<String> tags) {
    return new PackageRepository(
        row.path("name").asText(),
        text(row, "baseurl").map(url -> url.replace("{arch}", architecture)),
        text(row, "metalink").map(url -> url.replace("{arch}", architecture)),
        DataFiles.texts(row.path("gpgkey")).stream().map(DataFiles::key).toList(),
        row.has("check_gpg") ? Optional.of(row.path("check_gpg").asBoolean()) : Optional.empty(),
        row.path("rhsm").asBoolean(),
        text(row, "metadata_expire"),
        tags);
  }

  private static Optional<String> text(JsonNode row, String member) {
    return Optional.of(row.path(member).asText()).filter(text -> !text.isEmpty());
  }
}
