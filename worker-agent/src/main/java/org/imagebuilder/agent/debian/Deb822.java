package org.imagebuilder.agent.debian;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One paragraph of the format in which Debian writes nearly everything (deb822): fields, each with
 * lines that go on with a blank. Names of fields are compared without regard to case.
 */
record Deb822(Map<String, String> fields) {

  Deb822 {
    fields = Map.copyOf(fields);
  }

  /** All paragraphs of a text; comments are left out. */
  static List<Deb822> parse(String text) {
    List<Deb822> paragraphs = new ArrayList<>();
    Map<String, String> fields = new LinkedHashMap<>();
    String last = "";
    for (String line : text.split("\n", -1)) {
      if (line.startsWith("#")) {
        continue;
      }
      if (line.isBlank()) {
        if (!fields.isEmpty()) {
          paragraphs.add(new Deb822(fields));
          fields.clear();
        }
        continue;
      }
      int colon = line.indexOf(':');
      if (Character.isWhitespace(line.charAt(0))) {
        fields.computeIfPresent(last, (name, value) -> value + "\n" + line.strip());
      } else if (colon > 0) {
        last = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        fields.put(last, line.substring(colon + 1).strip());
      }
    }
    if (!fields.isEmpty()) {
      paragraphs.add(new Deb822(fields));
    }
    return paragraphs;
  }

  Optional<String> field(String name) {
    return Optional.ofNullable(fields.get(name.toLowerCase(Locale.ROOT)));
  }

  /** A field that every paragraph of this kind has; empty where it is missing all the same. */
  String value(String name) {
    return field(name).orElse("");
  }

  /** The words of a field. */
  List<String> words(String name) {
    return field(name).map(String::strip).filter(value -> !value.isEmpty()).stream()
        .flatMap(value -> List.of(value.split("\\s+", -1)).stream())
        .toList();
  }
}
