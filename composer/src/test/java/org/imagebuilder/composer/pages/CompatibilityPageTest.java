package org.imagebuilder.composer.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page on compatibility names every operation, and tests that exist. */
class CompatibilityPageTest {
  private static final Set<String> METHODS =
      Set.of("get", "head", "put", "post", "delete", "patch");
  private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
  private static final Pattern SENTENCE =
      Pattern.compile("@(?:Test|ParameterizedTest)\\b.*?\\bvoid (\\w+)\\(", Pattern.DOTALL);

  @Test
  void what_the_predecessor_got_wrong_is_held_by_tests_that_exist() throws IOException {
    List<String> known = tests();
    List<String> wrong = new ArrayList<>();
    int rows = 0;

    for (String line :
        Page.of("compatibility.md").section("What the predecessor got wrong").lines()) {
      List<String> cells = Page.cells(line);
      if (cells.size() == 3 && !cells.get(2).equals("held by")) {
        List<String> named =
            TEST.matcher(cells.get(2))
                .results()
                .map(found -> found.group(1) + "#" + found.group(2))
                .toList();
        rows++;
        if (named.isEmpty()) {
          wrong.add("no test: " + cells.get(0));
        }
        named.stream()
            .filter(test -> !known.contains(test))
            .forEach(test -> wrong.add("unknown: " + test));
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(rows).isGreaterThanOrEqualTo(23);
  }

  @ParameterizedTest
  @CsvSource({"composer, Cloud API", "worker, Worker API"})
  void every_operation_has_its_row(String contract, String heading) throws IOException {
    Set<String> rows =
        Page.of("compatibility.md").section(heading).lines().stream()
            .map(Page::cells)
            .filter(cells -> !cells.isEmpty())
            .flatMap(cells -> Arrays.stream(cells.getFirst().replace("`", "").split(", ")))
            .collect(Collectors.toSet());

    assertThat(operations(contract)).isNotEmpty().isSubsetOf(rows);
  }

  private static Set<String> operations(String contract) throws IOException {
    Path file = Page.REPOSITORY.resolve("src/main/openapi").resolve(contract + ".yaml");
    Set<String> operations = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path :
        new YAMLMapper().readTree(file.toFile()).path("paths").properties()) {
      for (Map.Entry<String, JsonNode> member : path.getValue().properties()) {
        if (METHODS.contains(member.getKey())) {
          operations.add(member.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
        }
      }
    }
    return operations;
  }

  private static List<String> tests() throws IOException {
    List<String> tests = new ArrayList<>();
    for (String module : List.of("composer", "imagebuilder", "worker-agent")) {
      Path sources = Page.REPOSITORY.resolve(module).resolve("src/test/java");
      try (Stream<Path> files = Files.walk(sources)) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          String name = file.getFileName().toString().replace(".java", "");
          Matcher sentences = SENTENCE.matcher(withoutStrings(Files.readString(file)));
          while (sentences.find()) {
            tests.add(name + "#" + sentences.group(1));
          }
        }
      }
    }
    return tests;
  }

  // What stands between quotation marks may look like anything.
  private static String withoutStrings(String source) {
    return source
        .replaceAll("(?s)\"\"\".*?\"\"\"", "\"\"")
        .replaceAll("\"(?:[^\"\\\\\n]|\\\\.)*\"", "\"\"");
  }
}
