package org.imagebuilder.imagebuilder.distributions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The data files, those in the program and those that an operator adds; whatever is wrong with one
 * stops the start and names the file.
 */
final class DistributionFiles {
  private static final String FOLDER = "/distributions/";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Native executables have read them when they were built. */
  private static final Map<String, Distribution> SHIPPED = new DistributionFiles().shipped().found;

  private final Map<String, Distribution> found = new LinkedHashMap<>();
  private final Map<String, String> keys = new HashMap<>();

  /** Every distribution under its name and its aliases, in the order of the index. */
  static Map<String, Distribution> read() {
    return Collections.unmodifiableMap(SHIPPED);
  }

  /** The same, where a file of this directory takes the place of one with the same name. */
  static Map<String, Distribution> read(Path directory) {
    DistributionFiles files = new DistributionFiles();
    files.found.putAll(SHIPPED);
    try (Stream<Path> listed = Files.list(directory)) {
      List<Path> added = listed.filter(file -> file.toString().endsWith(".json")).sorted().toList();
      if (added.isEmpty()) {
        throw new IllegalStateException(
            "the directory of distributions " + directory + " has no file that ends in .json");
      }
      added.forEach(files::add);
    } catch (IOException failure) {
      throw new IllegalStateException(
          "the directory of distributions " + directory + " cannot be read: " + failure, failure);
    }
    return files.found;
  }

  private DistributionFiles shipped() {
    for (JsonNode name : json("index.json", resource("index.json"))) {
      String file = name.asText() + ".json";
      put(file, json(file, resource(file)));
    }
    return this;
  }

  private void add(Path file) {
    try {
      put(file.toString(), json(file.toString(), Files.readString(file)));
    } catch (IOException failure) {
      throw new IllegalStateException(
          "the distribution file " + file + " cannot be read: " + failure, failure);
    }
  }

  private void put(String file, JsonNode data) {
    DistributionReader reader = new DistributionReader(file, this::key);
    Distribution distribution = reader.distribution(data);
    // Whoever replaces a file without a word about aliases keeps those that there are.
    found.replaceAll((key, each) -> each.name().equals(distribution.name()) ? distribution : each);
    found.put(distribution.name(), distribution);
    reader.aliases(data).forEach(alias -> found.put(alias, distribution));
    for (String key : found.keySet()) {
      if (!DistributionMapper.isKnown(key)) {
        throw new IllegalStateException(
            "the distribution file "
                + file
                + " is wrong: the API knows no distribution with the name "
                + key);
      }
    }
  }

  private String key(String name) {
    return keys.computeIfAbsent(name, each -> resource("keys/" + each + ".asc"));
  }

  private static JsonNode json(String file, String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException failure) {
      throw new IllegalStateException(
          "the distribution file %s is no JSON: %s (line %d)"
              .formatted(file, failure.getOriginalMessage(), failure.getLocation().getLineNr()),
          failure);
    }
  }

  private static String resource(String file) {
    try (InputStream resource = DistributionFiles.class.getResourceAsStream(FOLDER + file)) {
      if (resource == null) {
        throw new IllegalStateException("distributions/" + file + " is not in the program");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException("distributions/" + file, failure);
    }
  }
}
