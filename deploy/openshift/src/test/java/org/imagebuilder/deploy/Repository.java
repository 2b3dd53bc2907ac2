package org.imagebuilder.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Files of the repository, and tables in its pages. */
final class Repository {
  static final Path ROOT = Path.of(System.getProperty("repository.root", "../..")).toAbsolutePath();
  static final Path TEMPLATES = ROOT.resolve("deploy/openshift");

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private Repository() {}

  static String text(String path) {
    try {
      return Files.readString(ROOT.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lines from one heading, given with its signs, to the next of the same or a higher level. */
  static List<String> section(String path, String heading) {
    List<String> lines = text(path).lines().toList();
    int begin = lines.indexOf(heading) + 1;
    if (begin == 0) {
      throw new IllegalArgumentException(path + " has no heading " + heading);
    }
    int level = heading.indexOf(' ');
    return lines.subList(begin, lines.size()).stream()
        .takeWhile(line -> !line.matches("#{1," + level + "} .*"))
        .toList();
  }

  /** The cells of a table's line; none for any other line and for rules. */
  static List<String> cells(String line) {
    if (!line.startsWith("|") || line.startsWith("|---")) {
      return List.of();
    }
    return Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("(?<!\\\\)\\|", -1))
        .map(cell -> cell.strip().replace("\\|", "|"))
        .toList();
  }

  /** What stands between back ticks. */
  static List<String> words(String text) {
    return CODE.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
  }
}
