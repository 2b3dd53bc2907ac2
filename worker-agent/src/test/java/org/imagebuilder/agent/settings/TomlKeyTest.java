package org.imagebuilder.agent.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page on configuration has the same table as the program. */
class TomlKeyTest {

  private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| `(agent\\.[^`]+)` \\|.*");

  @Test
  void each_key_of_the_file_is_on_the_page_with_its_meaning() throws Exception {
    Path page =
        Path.of(System.getProperty("contracts", "../src/main/openapi"))
            .resolve("../../../docs/configuration.md");
    List<String> ofThePage =
        Files.readAllLines(page).stream()
            .dropWhile(line -> !line.equals("### Coming from osbuild-worker"))
            .map(ROW::matcher)
            .filter(Matcher::matches)
            .map(row -> row.group(1) + " = " + row.group(2))
            .toList();

    assertThat(new TreeSet<>(ofThePage))
        .isEqualTo(
            new TreeSet<>(
                Arrays.stream(TomlKey.values())
                    .map(key -> key.tomlKey() + " = " + key.agentKey())
                    .toList()));
  }
}
