package org.imagebuilder.agent.debian;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads apt sources in both formats: one line per entry, and deb822. */
final class AptSources {

  private static final Pattern LINE =
      Pattern.compile("deb\\s+(?:\\[(?<options>[^]]*)]\\s*)?(?<uri>\\S+)\\s+(?<rest>.+)");
  private static final Pattern SIGNED_BY = Pattern.compile("(?i)signed-by=(?<value>\\S+)");

  private AptSources() {}

  /** What a machine's /etc/apt names, in apt's own order. */
  static List<AptSource> read(Path etcApt) throws IOException {
    List<AptSource> sources = new ArrayList<>();
    Path list = etcApt.resolve("sources.list");
    if (Files.isReadable(list)) {
      sources.addAll(parseLines(Files.readString(list)));
    }
    Path directory = etcApt.resolve("sources.list.d");
    if (Files.isDirectory(directory)) {
      TreeSet<Path> files = new TreeSet<>();
      try (DirectoryStream<Path> entries =
          Files.newDirectoryStream(directory, "*.{list,sources}")) {
        entries.forEach(files::add);
      }
      for (Path file : files) {
        if (Files.isReadable(file)) {
          String text = Files.readString(file);
          sources.addAll(
              file.toString().endsWith(".list") ? parseLines(text) : parseParagraphs(text));
        }
      }
    }
    return sources;
  }

  static List<AptSource> parseLines(String text) {
    List<AptSource> sources = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      Matcher entry = LINE.matcher(withoutComment(line).strip());
      if (entry.matches()) {
        List<String> rest = words(entry.group("rest"));
        sources.add(
            new AptSource(
                List.of(entry.group("uri")),
                List.of(rest.getFirst()),
                rest.subList(1, rest.size()),
                signedBy(Optional.ofNullable(entry.group("options")).orElse(""))));
      }
    }
    return sources;
  }

  static List<AptSource> parseParagraphs(String text) {
    List<AptSource> sources = new ArrayList<>();
    for (Deb822 paragraph : Deb822.parse(text)) {
      boolean enabled =
          !List.of("no", "false", "0")
              .contains(paragraph.value("Enabled").toLowerCase(Locale.ROOT));
      if (enabled && paragraph.words("Types").contains("deb")) {
        sources.add(
            new AptSource(
                paragraph.words("URIs"),
                paragraph.words("Suites"),
                paragraph.words("Components"),
                paragraph.field("Signed-By")));
      }
    }
    return sources;
  }

  private static Optional<String> signedBy(String options) {
    Matcher option = SIGNED_BY.matcher(options);
    return option.find() ? Optional.of(option.group("value")) : Optional.empty();
  }

  private static String withoutComment(String line) {
    int comment = line.indexOf('#');
    return comment < 0 ? line : line.substring(0, comment);
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+", -1));
  }
}
