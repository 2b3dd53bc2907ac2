package org.imagebuilder.deploy;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What a parameter takes, by the words of the README: a phrase of this list, with bounds or with
 * words in back ticks; "or nothing" behind it allows for an empty value.
 */
record Kind(String phrase, Predicate<String> takes) {
  private static final String OR_NOTHING = " or nothing";
  private static final Pattern RANGE = Pattern.compile("(\\d+) to (\\d+)");
  private static final String WEB = "https?://[A-Za-z0-9.-]+(:\\d+)?(/[^\\s,]*)?";

  private static final Map<String, String> PHRASES =
      Map.ofEntries(
          Map.entry("a text", "(?s).*\\S.*"),
          Map.entry("a duration", "\\d+(ms|[smhd])"),
          Map.entry("memory", "[1-9]\\d*(Ki|Mi|Gi|Ti)"),
          Map.entry("processors", "[1-9]\\d*m?|0\\.\\d+"),
          Map.entry("a URL", WEB),
          Map.entry("URLs", WEB + "(," + WEB + ")*"),
          Map.entry("a name", "[a-z0-9]([a-z0-9.-]*[a-z0-9])?"),
          Map.entry("a path", "/\\S*"),
          Map.entry("an address", "[A-Za-z0-9.\\[\\]:-]*:\\d{1,5}"),
          Map.entry("an image without tag", "[a-z0-9.-]+(:\\d+)?(/[a-z0-9._-]+)+"),
          Map.entry(
              "an image with tag",
              "[a-z0-9.-]+(:\\d+)?(/[a-z0-9._-]+)+(:[\\w.-]+|@sha256:\\w{64})"),
          Map.entry("a tag", "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}"),
          Map.entry("a schedule", "(\\S+ ){4}\\S+"),
          Map.entry("words with commas", "[^\\s,]+(,[^\\s,]+)*"));

  /** The kind that a cell of the README names. */
  static Kind of(String phrase) {
    boolean isOptional = phrase.endsWith(OR_NOTHING);
    Predicate<String> given = given(phrase.replace(OR_NOTHING, ""));
    return new Kind(phrase, isOptional ? given.or(String::isEmpty) : given);
  }

  private static Predicate<String> given(String phrase) {
    Matcher range = RANGE.matcher(phrase);
    if (range.matches()) {
      long least = Long.parseLong(range.group(1));
      long most = Long.parseLong(range.group(2));
      return value ->
          value.matches("\\d{1,9}")
              && Long.parseLong(value) >= least
              && Long.parseLong(value) <= most;
    }
    if (phrase.equals("a regular expression")) {
      return Kind::isExpression;
    }
    List<String> words = Repository.words(phrase);
    if (!words.isEmpty()) {
      return words::contains;
    }
    String expression = PHRASES.get(phrase);
    if (expression == null) {
      throw new IllegalArgumentException("The README knows no kind \"%s\"".formatted(phrase));
    }
    return value -> value.matches(expression);
  }

  private static boolean isExpression(String value) {
    try {
      return !Pattern.compile(value).pattern().isBlank();
    } catch (PatternSyntaxException e) {
      return false;
    }
  }
}
