package org.imagebuilder.composer.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page on configuration names each key that composer reads, with its default, and no other. */
class ConfigurationPageTest {
  private static final String PREFIX = "composer.";
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  @Test
  void each_key_that_composer_reads_is_on_the_page_and_no_other() throws IOException {
    assertThat(keysOfThePage().keySet())
        .hasSizeGreaterThan(40)
        .isEqualTo(new TreeSet<>(keysOfTheProgram().keySet()));
  }

  @Test
  void defaults_are_those_of_the_program() throws IOException {
    Map<String, String> page = keysOfThePage();
    Map<String, String> wrong = new TreeMap<>();

    keysOfTheProgram()
        .forEach(
            (key, value) -> {
              // Values with ${…} are explained in words.
              boolean isPlain = !value.isEmpty() && !value.contains("${");
              if (isPlain && !value.equalsIgnoreCase(page.getOrDefault(key, ""))) {
                wrong.put(key, value + ", not " + page.get(key));
              }
            });

    assertThat(wrong).isEmpty();
  }

  private static Map<String, String> keysOfTheProgram() {
    Map<String, String> keys = new TreeMap<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.imagebuilder.composer")) {
      if (type.isAnnotatedWith(ConfigMapping.class)) {
        collect(type.getAnnotationOfType(ConfigMapping.class).prefix(), type.reflect(), keys);
      }
    }
    return keys;
  }

  private static void collect(String prefix, Class<?> group, Map<String, String> keys) {
    for (Method member : group.getDeclaredMethods()) {
      String key = prefix + "." + kebab(member.getName());
      if (Map.class.equals(member.getReturnType())) {
        member(key + ".*", valueOf(member), keys, "");
      } else {
        WithDefault given = member.getAnnotation(WithDefault.class);
        member(key, member.getReturnType(), keys, given == null ? "" : given.value());
      }
    }
  }

  private static void member(String key, Class<?> type, Map<String, String> keys, String value) {
    if (type.isInterface() && type.getName().startsWith("org.imagebuilder.")) {
      collect(key, type, keys);
    } else {
      keys.put(key, value);
    }
  }

  private static Class<?> valueOf(Method map) {
    Type value = ((ParameterizedType) map.getGenericReturnType()).getActualTypeArguments()[1];
    return (Class<?>) value;
  }

  private static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** Keys with what the page gives as their defaults; the text before a table may give prefixes. */
  private static Map<String, String> keysOfThePage() throws IOException {
    Map<String, String> keys = new TreeMap<>();
    Set<String> prefixes = new TreeSet<>();
    for (String line : Page.of("configuration.md").section("composer").lines()) {
      if (line.startsWith("#")) {
        prefixes.clear();
      }
      List<String> cells = Page.cells(line);
      if (cells.isEmpty()) {
        words(line).stream().filter(word -> word.endsWith(".")).forEach(prefixes::add);
      } else if (cells.size() == 4) {
        row(prefixes, words(cells.get(0)), words(cells.get(1)), keys);
      }
    }
    return keys;
  }

  private static void row(
      Set<String> prefixes, List<String> names, List<String> values, Map<String, String> keys) {
    for (int i = 0; i < names.size(); i++) {
      String value = i < values.size() ? values.get(i) : "";
      String name = names.get(i).replaceAll("\"<\\w+>\"", "*");
      if (name.startsWith(PREFIX)) {
        keys.put(name, value);
      }
      for (String prefix : name.contains(".") ? List.<String>of() : prefixes) {
        keys.put(prefix + name, value);
      }
    }
  }

  private static List<String> words(String text) {
    return new ArrayList<>(
        CODE.matcher(text).results().map((MatchResult found) -> found.group(1)).toList());
  }
}
