package org.imagebuilder.agent.debian;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One file that apt would fetch, as {@code apt-get --print-uris} writes it. */
record PrintedUri(String url, String filename, long size, String sha256) {

  private static final Pattern LINE =
      Pattern.compile("'(?<url>[^']+)' (?<file>[^ /]+) (?<size>\\d+) SHA256:(?<sum>[0-9a-f]{64})");

  /** Empty for lines that say something else. */
  static Optional<PrintedUri> parse(String line) {
    Matcher printed = LINE.matcher(line.strip());
    return printed.matches()
        ? Optional.of(
            new PrintedUri(
                printed.group("url"),
                printed.group("file"),
                Long.parseLong(printed.group("size")),
                printed.group("sum")))
        : Optional.empty();
  }

  /** The package, as apt-cache takes it: name, equals sign, version. */
  String nameAndVersion() {
    String[] parts = filename.split("_", 3);
    // Only colons are escaped; a plus is meant as it stands.
    String version = URLDecoder.decode(parts[1].replace("+", "%2B"), StandardCharsets.UTF_8);
    return parts[0] + "=" + version;
  }
}
