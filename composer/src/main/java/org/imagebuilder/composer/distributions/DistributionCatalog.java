package org.imagebuilder.composer.distributions;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.imagebuilder.composer.targets.UploadType;

/**
 * Finds distributions by name. The index is read at start; a family's file when somebody first asks
 * for one of its distributions, and then kept.
 */
@ApplicationScoped
public class DistributionCatalog {
  private static final String CONTAINERS = "bootc";

  private final Map<String, Pattern> families = new LinkedHashMap<>();
  private final Map<String, String> aliases = new LinkedHashMap<>();
  private final Map<String, ApiImageType> apiTypes = new LinkedHashMap<>();
  private final JsonNode customizationSets;
  private final Map<String, JsonNode> read = new ConcurrentHashMap<>();

  /** With the built-in aliases alone. */
  public DistributionCatalog() {
    this(Map.of());
  }

  @Inject
  DistributionCatalog(DistributionsConfig config) {
    this(aliases(config));
  }

  static Map<String, String> aliases(DistributionsConfig config) {
    Map<String, String> aliases = new LinkedHashMap<>(config.aliases());
    for (String pair : config.moreAliases().orElse(List.of())) {
      String[] names = pair.strip().split("=", -1);
      if (names.length != 2 || names[0].isBlank() || names[1].isBlank()) {
        throw new ConfigurationException(
            "DISTRO_ALIASES (composer.distributions.more-aliases) has '%s', which is no pair like rhel-9=rhel-9.6"
                .formatted(pair.strip()));
      }
      aliases.put(names[0].strip(), names[1].strip());
    }
    return aliases;
  }

  private DistributionCatalog(Map<String, String> furtherAliases) {
    JsonNode index = DataFiles.json("index");
    for (Map.Entry<String, JsonNode> family : index.path("families").properties()) {
      families.put(family.getKey(), Pattern.compile(family.getValue().asText()));
    }
    for (Map.Entry<String, JsonNode> alias : index.path("aliases").properties()) {
      aliases.put(alias.getKey(), alias.getValue().asText());
    }
    aliases.putAll(furtherAliases);
    for (Map.Entry<String, JsonNode> type : DataFiles.json("image-types").properties()) {
      apiTypes.put(type.getKey(), apiType(type.getKey(), type.getValue()));
    }
    customizationSets = DataFiles.json("customizations");
  }

  /** The distribution of this name; families come first, then aliases. */
  public Optional<Distribution> find(String name) {
    return inFamilies(name, name)
        .or(() -> Optional.ofNullable(aliases.get(name)).flatMap(real -> inFamilies(real, name)));
  }

  /** Whether two names stand for one distribution. */
  public boolean areSame(String one, String other) {
    return one.equals(other)
        || find(one)
            .flatMap(known -> find(other).filter(another -> another.name().equals(known.name())))
            .isPresent();
  }

  /** What images can be made of a bootable container, whatever is in it. */
  public Distribution containers() {
    return new Distribution(
        read.computeIfAbsent(CONTAINERS, DataFiles::json),
        new Version(0, 0, Version.Varies.NOTHING),
        CONTAINERS,
        apiTypes,
        customizationSets);
  }

  /** The families' names, each of which has a data file. */
  Set<String> families() {
    return families.keySet();
  }

  /** The names under which default repositories are kept, sorted. */
  NavigableSet<String> listed() {
    NavigableSet<String> names = new TreeSet<>();
    for (String family : families.keySet()) {
      data(family).path("repositories").fieldNames().forEachRemaining(names::add);
    }
    return names;
  }

  private JsonNode data(String family) {
    return read.computeIfAbsent(family, DataFiles::json);
  }

  private Optional<Distribution> inFamilies(String name, String requestedName) {
    return families.entrySet().stream()
        .filter(family -> family.getValue().matcher(name).matches())
        .findFirst()
        .flatMap(
            family -> {
              JsonNode data = data(family.getKey());
              return Version.of(name, data)
                  .map(
                      version ->
                          new Distribution(
                              data, version, requestedName, apiTypes, customizationSets));
            });
  }

  private static ApiImageType apiType(String apiName, JsonNode data) {
    Set<UploadType> targets = EnumSet.noneOf(UploadType.class);
    DataFiles.texts(data.path("targets")).forEach(name -> targets.add(uploadType(name)));
    return new ApiImageType(
        apiName,
        data.path("name").asText(),
        uploadType(data.path("default_target").asText()),
        targets,
        "debian".equals(data.path("engine").asText()));
  }

  private static UploadType uploadType(String name) {
    return UploadType.ofApi(name)
        .orElseThrow(() -> new IllegalStateException("Unknown upload type in data file: " + name));
  }
}
