package org.imagebuilder.imagebuilder.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.imagebuilder.imagebuilder.neighbours.ConnectionConfig;
import org.imagebuilder.imagebuilder.neighbours.GuardedConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page on configuration names each key that imagebuilder reads, and no other. */
class ConfigurationPageTest {
  private static final String PREFIX = "imagebuilder.";
  private static final String EACH = PREFIX + "<neighbour>";
  private static final String EACH_GUARDED = PREFIX + "<service>";
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern PLACEHOLDER = Pattern.compile("\"?<[\\w-]+>\"?");
  private static final int COLUMNS = 5;

  @Test
  void each_key_that_imagebuilder_reads_is_on_the_page_and_no_other() throws IOException {
    assertThat(keysOfThePage().keySet())
        .hasSizeGreaterThan(20)
        .isEqualTo(new TreeSet<>(keysOfTheProgram().keySet()));
  }

  @Test
  void defaults_are_those_of_the_program() throws IOException {
    Map<String, String> page = keysOfThePage();
    Map<String, String> wrong = new TreeMap<>();

    keysOfTheProgram()
        .forEach(
            (key, value) -> {
              String plain = value.replaceAll("^\\$\\{\\w+:(.*)}$", "$1");
              if (!plain.isEmpty() && !plain.equals(page.getOrDefault(key, ""))) {
                wrong.put(key, plain + ", not " + page.get(key));
              }
            });

    assertThat(wrong).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LISTEN_ADDRESS",
        "LOG_LEVEL",
        "CW_LOG_GROUP",
        "CW_AWS_REGION",
        "CW_AWS_ACCESS_KEY_ID",
        "CW_AWS_SECRET_ACCESS_KEY",
        "COMPOSER_URL",
        "COMPOSER_TOKEN_URL",
        "COMPOSER_CLIENT_ID",
        "COMPOSER_CLIENT_SECRET",
        "COMPOSER_CA_PATH",
        "OSBUILD_AWS_REGION",
        "OSBUILD_GCP_REGION",
        "OSBUILD_GCP_BUCKET",
        "DISTRIBUTIONS_DIR",
        "MIGRATIONS_DIR",
        "TERN_EXECUTABLE",
        "TERN_MIGRATIONS_DIR",
        "PGHOST",
        "PGPORT",
        "PGDATABASE",
        "PGUSER",
        "PGPASSWORD",
        "PGSSLMODE",
        "QUOTA_FILE",
        "ALLOW_FILE",
        "SPLUNK_HEC_HOST",
        "SPLUNK_HEC_PORT",
        "SPLUNK_HEC_TOKEN",
        "PROVISIONING_URL",
        "CONTENT_SOURCES_URL",
        "CONTENT_SOURCES_REPO_URL",
        "CONTENT_SOURCES_REPO_PREFIX",
        "COMPLIANCE_URL",
        "RECOMMENDATIONS_URL",
        "RECOMMENDATIONS_TOKEN_URL",
        "RECOMMENDATIONS_CLIENT_ID",
        "RECOMMENDATIONS_CLIENT_SECRET",
        "RECOMMENDATIONS_PROXY",
        "RECOMMENDATIONS_CA_PATH",
        "GLITCHTIP_DSN",
        "FEDORA_AUTH",
        "CHANNEL",
        "UNLEASH_URL",
        "UNLEASH_TOKEN",
        "INSIGHTS_CLIENT_PROXY",
        "PATCH_URL",
        "PATH_PREFIX",
        "APP_NAME",
        "CLOWDER_ENABLED",
        "DRY_RUN",
        "ENABLE_DB_MAINTENANCE",
        "DB_COMPOSES_RETENTION_MONTHS"
      })
  void each_variable_of_the_predecessor_is_on_the_page(String variable) throws IOException {
    assertThat(section().stream().flatMap(line -> words(line).stream())).contains(variable);
  }

  private static Map<String, String> keysOfTheProgram() {
    Map<String, String> keys = new TreeMap<>();
    program(keys, new TreeMap<>());
    return keys;
  }

  /** What the keys of each neighbour begin with, which the page names once for all of them. */
  private static Set<String> neighbours(Class<? extends ConnectionConfig> kind) {
    Map<String, Class<?>> prefixes = new TreeMap<>();
    program(new TreeMap<>(), prefixes);
    prefixes.values().removeIf(group -> !kind.isAssignableFrom(group));
    return prefixes.keySet();
  }

  private static void program(Map<String, String> keys, Map<String, Class<?>> neighbours) {
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.imagebuilder.imagebuilder")) {
      if (type.isAnnotatedWith(ConfigMapping.class)) {
        String prefix = type.getAnnotationOfType(ConfigMapping.class).prefix();
        collect(prefix, type.reflect(), keys, neighbours);
      }
    }
  }

  private static void collect(
      String prefix, Class<?> group, Map<String, String> keys, Map<String, Class<?>> neighbours) {
    if (ConnectionConfig.class.isAssignableFrom(group)) {
      neighbours.put(prefix, group);
    }
    for (Method member : group.getMethods()) {
      WithName named = member.getAnnotation(WithName.class);
      String key = prefix + "." + (named == null ? kebab(member.getName()) : named.value());
      Class<?> type = member.getReturnType();
      if (type.isInterface() && type.getName().startsWith("org.imagebuilder.")) {
        collect(key, type, keys, neighbours);
      } else if (member.getGenericReturnType() instanceof ParameterizedType map
          && Map.class.equals(type)
          && map.getActualTypeArguments()[1] instanceof Class<?> each
          && each.isInterface()) {
        collect(key + ".*", each, keys, neighbours);
      } else {
        WithDefault given = member.getAnnotation(WithDefault.class);
        String star = Map.class.equals(type) ? ".*" : "";
        keys.put(key + star, given == null ? "" : given.value());
      }
    }
  }

  private static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** Keys with what the page gives as their defaults. */
  private static Map<String, String> keysOfThePage() throws IOException {
    Map<String, String> keys = new TreeMap<>();
    Set<String> neighbours = neighbours(ConnectionConfig.class);
    Set<String> guarded = neighbours(GuardedConfig.class);
    for (String line : section()) {
      List<String> cells = Arrays.asList(line.split("\\|", -1));
      if (line.startsWith("|") && cells.size() == COLUMNS + 2) {
        List<String> names = words(cells.get(1));
        List<String> values = words(cells.get(3));
        for (int i = 0; i < names.size(); i++) {
          String value = i < values.size() ? values.get(i) : "";
          if (names.get(i).startsWith(EACH)) {
            String rest = names.get(i).substring(EACH.length());
            neighbours.forEach(each -> keys.putIfAbsent(each + rest, value));
          } else if (names.get(i).startsWith(EACH_GUARDED)) {
            String rest =
                PLACEHOLDER.matcher(names.get(i).substring(EACH_GUARDED.length())).replaceAll("*");
            guarded.forEach(each -> keys.putIfAbsent(each + rest, value));
          } else if (names.get(i).startsWith(PREFIX)) {
            keys.put(PLACEHOLDER.matcher(names.get(i)).replaceAll("*"), value);
          }
        }
      }
    }
    return keys;
  }

  private static List<String> section() throws IOException {
    Path page = Path.of(System.getProperty("repository", ".."), "docs", "configuration.md");
    List<String> lines = Files.readAllLines(page);
    List<String> rest = lines.subList(lines.indexOf("## imagebuilder") + 1, lines.size());
    return rest.stream().takeWhile(line -> !line.startsWith("## ")).toList();
  }

  private static List<String> words(String text) {
    return CODE.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
  }
}
