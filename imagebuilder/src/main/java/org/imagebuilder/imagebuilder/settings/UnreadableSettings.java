package org.imagebuilder.imagebuilder.settings;

import io.smallrye.config.ConfigValidationException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;

/** Settings that could not be read, in sentences that name the variables that they came from. */
public final class UnreadableSettings {
  private static final Pattern WRONG =
      Pattern.compile(
          "(?s).*The config property (\\S+) with the config value \"(.*)\" threw an Exception"
              + " whilst being converted (?:SRCFG\\d+: )?(.*)");
  private static final Pattern EMPTY =
      Pattern.compile("(?s).*The config property (\\S+) is defined as the empty String.*");
  private static final Pattern WORDS = Pattern.compile("Cannot convert .*allowed values: (.*)");
  private static final Pattern EXPRESSION = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)[:}].*");

  private UnreadableSettings() {}

  /** All that is wrong. */
  public static String sentence(ConfigValidationException failure) {
    return IntStream.range(0, failure.getProblemCount())
        .mapToObj(i -> failure.getProblem(i).getMessage())
        .map(problem -> sentence(problem, UnreadableSettings::named))
        .collect(Collectors.joining("; "));
  }

  /**
   * One that is wrong.
   *
   * @param problem what the platform says
   * @param named a key as it is called where it was set
   */
  static String sentence(String problem, UnaryOperator<String> named) {
    Matcher wrong = WRONG.matcher(problem);
    if (wrong.matches()) {
      Matcher words = WORDS.matcher(wrong.group(3));
      String reason =
          words.matches()
              ? "and has to be one of " + words.group(1).replace(",", ", ")
              : "which cannot be read: " + wrong.group(3);
      return "%s is '%s', %s".formatted(named.apply(wrong.group(1)), wrong.group(2), reason);
    }
    Matcher empty = EMPTY.matcher(problem);
    return empty.matches()
        ? named.apply(empty.group(1)) + " is empty; give it a value, or leave it out"
        : problem;
  }

  /** A key, behind the variable that it was set by, if there is one. */
  static String named(String key) {
    return variable(key).map(variable -> "%s (%s)".formatted(variable, key)).orElse(key);
  }

  /** The variable that a key was set by. */
  private static Optional<String> variable(String key) {
    String form = key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    if (form.equals(key)) {
      return Optional.empty();
    }
    if (System.getenv(form) != null) {
      return Optional.of(form);
    }
    try {
      return Optional.ofNullable(ConfigProvider.getConfig().getConfigValue(key).getRawValue())
          .map(EXPRESSION::matcher)
          .filter(Matcher::matches)
          .map(expression -> expression.group(1));
    } catch (IllegalStateException | IllegalArgumentException e) {
      // The configuration as a whole may be what cannot be made; the key alone says enough, then.
      return Optional.empty();
    }
  }
}
