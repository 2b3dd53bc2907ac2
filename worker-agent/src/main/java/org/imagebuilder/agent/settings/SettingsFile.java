package org.imagebuilder.agent.settings;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a file in the predecessor's form sets.
 *
 * @param values by the agent's keys
 * @param warnings sentences about what is ignored
 */
public record SettingsFile(Map<String, String> values, List<String> warnings) {

  private static final List<String> KOJI = List.of("koji");

  public SettingsFile {
    values = Map.copyOf(values);
    warnings = List.copyOf(warnings);
  }

  /** Nothing is set. */
  public static SettingsFile none() {
    return new SettingsFile(Map.of(), List.of());
  }

  /** Empty when there is no such file. */
  public static Optional<SettingsFile> read(Path file) throws UnusableSettingsException {
    try {
      String text = Files.readString(file);
      return Optional.of(new Reading(file, text).read());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UnusableSettingsException(
          "%s cannot be read: %s".formatted(file, e.getMessage() == null ? e : e.getMessage()));
    }
  }

  /** One file on its way from text to settings. */
  private static final class Reading {

    private final Path file;
    private final String text;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();

    Reading(Path file, String text) {
      this.file = file;
      this.text = text;
    }

    SettingsFile read() throws UnusableSettingsException, IOException {
      table(List.of(), parsed());
      return new SettingsFile(values, warnings);
    }

    private JsonNode parsed() throws UnusableSettingsException, IOException {
      try {
        return new TomlMapper().readTree(text);
      } catch (JsonProcessingException e) {
        int line = lineOf(e.getLocation());
        throw new UnusableSettingsException(
            "%s, line %d%s is not TOML: %s"
                .formatted(file, line, Lines.keyOf(text, line), e.getOriginalMessage()));
      }
    }

    /** What is wrong at the end of a line is found at the beginning of the next one. */
    private static int lineOf(@Nullable JsonLocation location) {
      if (location == null) {
        return 0;
      }
      boolean isNext = location.getColumnNr() <= 1 && location.getLineNr() > 1;
      return isNext ? location.getLineNr() - 1 : location.getLineNr();
    }

    private void table(List<String> path, JsonNode table) throws UnusableSettingsException {
      for (Map.Entry<String, JsonNode> member : table.properties()) {
        List<String> at = new ArrayList<>(path);
        at.add(member.getKey());
        member(at, member.getValue());
      }
      if (path.equals(List.of("containers")) && !table.has("tls_verify")) {
        // A section that does not say so turns the check off; the predecessor's users rely on it.
        values.put(TomlKey.CONTAINER_TLS.agentKey(), "false");
      }
    }

    private void member(List<String> at, JsonNode value) throws UnusableSettingsException {
      Optional<TomlKey> key = TomlKey.at(at);
      if (key.isPresent()) {
        set(key.get(), at, value);
      } else if (!TomlKey.isTable(at)) {
        warnings.add(
            "%s is no known key and is ignored, line %d of %s"
                .formatted(dotted(at), Lines.lineOf(text, at), file));
      } else if (!value.isObject()) {
        throw wrong(at, "a table: [%s]".formatted(dotted(at)));
      } else if (isKojiWithoutKerberos(at, value)) {
        warnings.add(
            "%s has no table kerberos and is ignored, line %d of %s"
                .formatted(dotted(at), Lines.lineOf(text, at), file));
      } else {
        table(at, value);
      }
    }

    private static boolean isKojiWithoutKerberos(List<String> at, JsonNode value) {
      return at.size() == 2 && at.subList(0, 1).equals(KOJI) && !value.has("kerberos");
    }

    private void set(TomlKey key, List<String> at, JsonNode value)
        throws UnusableSettingsException {
      if (!key.kind().accepts(value)) {
        throw wrong(at, key.kind().description());
      }
      if (!key.kind().isUnset(value)) {
        values.put(key.agentKey(at), literal(value.asText()));
      }
    }

    /** Nothing in the file refers to other settings. */
    private static String literal(String value) {
      return value.replace("$", "$$");
    }

    private UnusableSettingsException wrong(List<String> at, String wanted) {
      return new UnusableSettingsException(
          "%s, line %d: %s has to be %s"
              .formatted(file, Lines.lineOf(text, at), dotted(at), wanted));
    }

    private static String dotted(List<String> path) {
      List<String> segments = new ArrayList<>();
      for (String segment : path) {
        segments.add(segment.matches("[A-Za-z0-9_-]+") ? segment : '"' + segment + '"');
      }
      return String.join(".", segments);
    }
  }
}
