package org.imagebuilder.imagebuilder.operations;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The shape of all log messages here: a constant sentence, then {@code key=%s} for each value. Read
 * from the pattern itself, so that a value may hold anything and is not mistaken for another.
 *
 * @param sentence what is the same whatever the values; empty when a value stands inside of it
 * @param names for each value in its order: its key, or nothing for one inside of the sentence
 */
record KeyValues(String sentence, List<String> names) {
  private static final Pattern VALUE = Pattern.compile("(?:(\\w+)=)?%[-#+ 0,(\\d.]*([a-zA-Z%])");
  private static final Pattern INNER_CAPITAL = Pattern.compile("(?<=[a-z0-9])([A-Z])");

  // Patterns are constants of the program; the bound is for libraries that make theirs up.
  private static final int MOST_PATTERNS = 2_000;
  private static final Map<String, KeyValues> KNOWN = new ConcurrentHashMap<>();

  KeyValues {
    names = List.copyOf(names);
  }

  static KeyValues of(String pattern) {
    KeyValues known = KNOWN.get(pattern);
    if (known != null) {
      return known;
    }
    KeyValues read = read(pattern);
    if (KNOWN.size() < MOST_PATTERNS) {
      KNOWN.put(pattern, read);
    }
    return read;
  }

  /** The values that have a key, by their names in the log. */
  Map<String, Object> values(@Nullable Object @Nullable [] values) {
    Map<String, Object> named = new LinkedHashMap<>();
    for (int i = 0; values != null && i < Math.min(values.length, names.size()); i++) {
      Object value = values[i];
      if (!names.get(i).isEmpty() && value != null) {
        named.put(names.get(i), value);
      }
    }
    return named;
  }

  private static KeyValues read(String pattern) {
    List<String> names = new ArrayList<>();
    Matcher value = VALUE.matcher(pattern);
    int end = pattern.length();
    boolean constant = true;
    while (value.find()) {
      if (value.group(2).equals("%") || value.group(2).equals("n")) {
        continue;
      }
      if (value.group(1) == null) {
        constant = false;
        names.add("");
      } else {
        end = Math.min(end, value.start());
        names.add(name(value.group(1)));
      }
    }
    return new KeyValues(constant ? pattern.substring(0, end).strip() : "", names);
  }

  private static String name(String key) {
    return INNER_CAPITAL.matcher(key).replaceAll("_$1").toLowerCase(Locale.ROOT);
  }
}
