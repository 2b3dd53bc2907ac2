package org.imagebuilder.observe;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the metrics that a PromQL expression asks for. */
final class MetricNames {
  private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern SELECTORS = Pattern.compile("\\{[^}]*}|\\[[^\\]]*]");
  private static final Pattern LABEL_LISTS =
      Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
  private static final Pattern WORD =
      Pattern.compile("(?<![0-9.\\w$])[a-zA-Z_:][a-zA-Z0-9_:]*(\\s*\\()?");
  private static final Set<String> KEYWORDS =
      Set.of("and", "or", "unless", "bool", "offset", "by", "without", "group_left", "group_right");

  private MetricNames() {}

  static Set<String> in(String expression) {
    String bare = TEXT.matcher(expression).replaceAll("");
    bare = SELECTORS.matcher(bare).replaceAll(" ");
    bare = LABEL_LISTS.matcher(bare).replaceAll(" ");
    Set<String> names = new TreeSet<>();
    Matcher words = WORD.matcher(bare);
    while (words.find()) {
      String word = words.group().strip();
      if (!word.endsWith("(") && !KEYWORDS.contains(word)) {
        names.add(word);
      }
    }
    return names;
  }
}
