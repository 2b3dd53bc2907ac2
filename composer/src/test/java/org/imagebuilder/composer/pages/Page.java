package org.imagebuilder.composer.pages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A page of the documentation, line by line. */
record Page(List<String> lines) {
  static final Path REPOSITORY = Path.of(System.getProperty("repository", ".."));

  static Page of(String name) throws IOException {
    return at("docs/" + name);
  }

  static Page at(String path) throws IOException {
    return new Page(Files.readAllLines(REPOSITORY.resolve(path)));
  }

  /** What stands below a heading of the second level, up to the next one. */
  Page section(String heading) {
    int begin = lines.indexOf("## " + heading) + 1;
    List<String> rest = lines.subList(begin, lines.size());
    int length = (int) rest.stream().takeWhile(line -> !line.startsWith("## ")).count();
    return new Page(begin == 0 ? List.of() : rest.subList(0, length));
  }

  /** The cells of a table's line; none for any other line, for headings and for rules. */
  static List<String> cells(String line) {
    if (!line.startsWith("|") || line.startsWith("|---")) {
      return List.of();
    }
    return Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
        .map(String::strip)
        .toList();
  }
}
