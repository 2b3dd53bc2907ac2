package org.imagebuilder.composer.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.imagebuilder.composer.errors.UnauthenticatedException;
import org.imagebuilder.composer.operations.StartException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Who may use the API at all: one item has to match. A list without items is for everybody. */
record AccessList(List<Item> items) {
  private static final Logger LOG = Logger.getLogger(AccessList.class);

  static final AccessList EVERYBODY = new AccessList(List.of());

  AccessList {
    items = List.copyOf(items);
  }

  /** A claim, and what is to be found in its text. */
  record Item(String claim, Pattern pattern) {
    private boolean matches(Map<String, Object> claims) {
      return claims.get(claim) instanceof String value && isFoundIn(value);
    }

    /** What takes more than is reasonable to look through is not found. */
    private boolean isFoundIn(String value) {
      try {
        return pattern.matcher(new Readings(value)).find();
      } catch (ReadingsException | StackOverflowError tooMuch) {
        LOG.warnf("Claim not matched, its text is too much for the pattern claim=%s", claim);
        return false;
      }
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

  /**
   * A text that can be read so often only: some patterns try all ways through a text that somebody
   * made for that, and would never come to an end.
   */
  private static final class Readings implements CharSequence {
    private static final int MOST = 200_000;

    private final String text;
    private int read;

    Readings(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (++read > MOST) {
        throw new ReadingsException();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** The text was read too often. */
  private static final class ReadingsException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    ReadingsException() {
      super(null, null, false, false);
    }
  }
}
