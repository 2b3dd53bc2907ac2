package org.imagebuilder.composer.distributions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

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

  /** The release's own name; may be empty. */
  String codename() {
    return engine() == Engine.DEBIAN ? suite() : text("codename");
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
      if (version.isWithin(row) && names(row.path("architectures"), architecture)) {
        return Optional.of(row);
      }
    }
    return Optional.empty();
  }

  /** What is offered for an architecture: internal names, sorted, and the rows that hold. */
  NavigableMap<String, JsonNode> rows(String architecture) {
    NavigableMap<String, JsonNode> rows = new TreeMap<>();
    for (Map.Entry<String, JsonNode> type : family.path("image_types").properties()) {
      row(type.getKey(), architecture).ifPresent(row -> rows.put(type.getKey(), row));
    }
    return rows;
  }

  /** Image types that lists have always named although they cannot be built. */
  List<String> listedOnly(String architecture) {
    List<String> names = new ArrayList<>();
    for (JsonNode each : family.path("listed_only")) {
      if (each.path("architecture").asText().equals(architecture)) {
        names.add(each.path("image_type").asText());
      }
    }
    return names;
  }

  /** The rows of the default repositories for an architecture, in order. */
  List<JsonNode> repositoryRows(String architecture) {
    JsonNode rows = family.path("repositories").path(requestedName);
    if (rows.isMissingNode()) {
      rows = family.path("repositories").path(name());
    }
    List<JsonNode> fitting = new ArrayList<>();
    for (JsonNode row : rows) {
      if (names(row.path("architectures"), architecture)) {
        fitting.add(row);
      }
    }
    return fitting;
  }

  /** A member of the family's data, with the numbers of this version in their places. */
  String text(String member) {
    return version.fill(family.path(member).asText());
  }

  /** A member of a row, with version and architecture in their places. */
  String text(JsonNode row, String member, String architecture) {
    return version.fill(row.path(member).asText()).replace("{arch}", architecture);
  }

  /** Customizations that a row supports, in the order in which they are told. */
  List<String> customizations(JsonNode row) {
    return DataFiles.texts(customizationSets.path(row.path("customizations").asText()));
  }

  static boolean names(JsonNode list, String text) {
    for (JsonNode each : list) {
      if (each.asText().equals(text)) {
        return true;
      }
    }
    return false;
  }

  private ImageType imageType(ApiImageType api, String name, String architecture, JsonNode row) {
    return new ImageType(
        api.apiName(),
        name,
        architecture,
        row.path("filename").asText(),
        DataFiles.texts(row.path("exports")),
        row.path("boot_mode").asText(),
        row.path("default_size").asLong(),
        text(row, "ostree_ref", architecture),
        Set.copyOf(customizations(row)),
        Set.copyOf(DataFiles.texts(row.path("required"))),
        DataFiles.texts(family.path("packages").path(row.path("packages").asText())),
        api.defaultTarget(),
        api.targets());
  }

  /** What stands for the release in addresses of repositories. */
  public String releasever() {
    return version.fill(family.path("releasever").asText());
  }

  /** The platform that modules are made for; empty where there are none. */
  public String modulePlatformId() {
    return version.fill(family.path("module_platform_id").asText());
  }

  /** Packages that a Debian image needs so that the customization of this name can work. */
  public List<String> packagesFor(String customization) {
    return DataFiles.texts(family.path("customization_packages").path(customization));
  }

  /** Packages that a Debian image needs so that a time zone of this name is there. */
  public List<String> packagesForTimezone(String name) {
    JsonNode old = family.path("old_timezones");
    // Leap seconds are for those who ask for them by an old name, too.
    boolean applies =
        version.isWithin(old) && (names(old.path("names"), name) || name.startsWith("right/"));
    return applies ? DataFiles.texts(old.path("packages")) : List.of();
  }

  /**
   * The repositories that are used when a request names none; looked up by the name as the request
   * spells it, since an alias may have repositories of its own.
   */
  public List<PackageRepository> repositories(ImageType imageType) {
    return repositories(
        imageType.architecture(), tags -> tags.isEmpty() || tags.contains(imageType.name()));
  }

  /** Those of them that are for all image types. */
  public List<PackageRepository> repositories(String architecture) {
    return repositories(architecture, List::isEmpty);
  }

  private List<PackageRepository> repositories(String architecture, Predicate<List<String>> fits) {
    List<PackageRepository> repositories = new ArrayList<>();
    for (JsonNode row : repositoryRows(architecture)) {
      List<String> tags = DataFiles.texts(row.path("image_type_tags"));
      if (fits.test(tags)) {
        repositories.add(repository(row, architecture, tags));
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
