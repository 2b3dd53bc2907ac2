package org.imagebuilder.composer.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.imagebuilder.composer.errors.UnauthenticatedException;
import org.imagebuilder.composer.operations.StartException;
import org.jspecify.annotations.Nullable;

/** Who may use the API at all: one item has to match. A list without items is for everybody. */
record AccessList(List<Item> items) {
  static final AccessList EVERYBODY = new AccessList(List.of());

  AccessList {
    items = List.copyOf(items);
  }

  /** A claim, and what is to be found in its text. */
  record Item(String claim, Pattern pattern) {
    private boolean matches(Map<String, Object> claims) {
      return claims.get(claim) instanceof String value && pattern.matcher(value).find();
    }
  }

  /** Reads the file of a configuration key. */
  static AccessList read(Path file, String key) {
    try (InputStream in = Files.newInputStream(file)) {
      JsonNode list = new YAMLMapper().readTree(in);
      if (list == null || list.isMissingNode() || list.isNull()) {
        return EVERYBODY;
      }
      if (!list.isArray()) {
        throw bad(file, key, "it has to be a list of items with 'claim' and 'pattern'", null);
      }
      List<Item> items = new ArrayList<>();
      for (JsonNode each : list) {
        items.add(item(each, items.size() + 1, file, key));
      }
      return new AccessList(items);
    } catch (IOException unreadable) {
      throw bad(file, key, unreadable.toString(), unreadable);
    }
  }

  void check(Map<String, Object> claims) {
    if (!items.isEmpty() && items.stream().noneMatch(item -> item.matches(claims))) {
      throw new UnauthenticatedException("Access denied");
    }
  }

  private static Item item(JsonNode item, int number, Path file, String key) {
    String claim = item.path("claim").asText();
    String pattern = item.path("pattern").asText();
    if (claim.isEmpty() || !item.path("pattern").isTextual()) {
      throw bad(file, key, "item " + number + " has to have 'claim' and 'pattern'", null);
    }
    try {
      return new Item(claim, Pattern.compile(pattern));
    } catch (PatternSyntaxException wrong) {
      throw bad(
          file,
          key,
          "the pattern of item " + number + " is no regular expression: " + wrong.getDescription(),
          wrong);
    }
  }

  private static StartException bad(Path file, String key, String what, @Nullable Exception cause) {
    String sentence = "the access list %s (%s) cannot be used: %s".formatted(file, key, what);
    return cause == null ? new StartException(sentence) : new StartException(sentence, cause);
  }
}
