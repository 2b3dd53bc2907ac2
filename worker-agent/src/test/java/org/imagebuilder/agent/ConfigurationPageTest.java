package org.imagebuilder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page on configuration names each key that the agent reads, and no other. */
class ConfigurationPageTest {

  private static final Pattern KEY = Pattern.compile("`(agent\\.[a-z0-9.*\"<>-]+)`");

  @Test
  void each_key_that_the_agent_reads_is_on_the_page_and_no_other() throws IOException {
    Set<String> keys = new TreeSet<>();
    collect("agent", AgentConfig.class, keys);

    Set<String> missing = new TreeSet<>(keys);
    missing.removeAll(keysOfThePage());
    Set<String> unknown = keysOfThePage();
    unknown.removeAll(keys);
    assertThat(missing).as("read, but not on the page").isEmpty();
    assertThat(unknown).as("on the page, but not read").isEmpty();
  }

  private static void collect(String prefix, Class<?> section, Set<String> keys) {
    for (Method member : section.getDeclaredMethods()) {
      String key = prefix + "." + kebab(member.getName());
      Class<?> type = member.getReturnType();
      if (type.getSimpleName().equals("Map")) {
        ParameterizedType map = (ParameterizedType) member.getGenericReturnType();
        collect(key + ".*", (Class<?>) map.getActualTypeArguments()[1], keys);
      } else if (type.isInterface() && type.getName().startsWith("org.imagebuilder.")) {
        collect(key, type, keys);
      } else {
        keys.add(key);
      }
    }
  }

  private static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static Set<String> keysOfThePage() throws IOException {
    Path page =
        Path.of(System.getProperty("contracts", "../src/main/openapi"))
            .resolve("../../../docs/configuration.md");
    return KEY.matcher(Files.readString(page))
        .results()
        .map(found -> found.group(1).replaceAll("\"<\\w+>\"", "*"))
        .filter(key -> !key.endsWith("."))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
