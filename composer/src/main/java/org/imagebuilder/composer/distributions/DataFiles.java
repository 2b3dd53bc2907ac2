package org.imagebuilder.composer.distributions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Reads the data files of this room. */
final class DataFiles {
  private static final String ROOT = "/distributions/";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Few and small, and part of every plan. */
  private static final Map<String, String> KEYS = new ConcurrentHashMap<>();

  private DataFiles() {}

  static JsonNode json(String name) {
    try (InputStream file = open(name + ".json")) {
      return JSON.readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Data file cannot be read: " + name, e);
    }
  }

  static String key(String name) {
    return KEYS.computeIfAbsent(name, DataFiles::readKey);
  }

  private static String readKey(String name) {
    try (InputStream file = open("keys/" + name + ".asc")) {
      return new String(file.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException("Key file cannot be read: " + name, e);
    }
  }

  static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private static InputStream open(String name) {
    InputStream file = DataFiles.class.getResourceAsStream(ROOT + name);
    if (file == null) {
      throw new IllegalStateException("Data file is missing: " + name);
    }
    return file;
  }
}
