package org.imagebuilder.agent.debian;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imagebuilder.agent.tools.ToolResult;

/** What apt said when it failed, sorted into what a user must change. */
final class AptMessages {

  private static final List<Pattern> UNKNOWN =
      List.of(
          Pattern.compile("E: Unable to locate package (?<name>\\S+)"),
          Pattern.compile("E: Package '(?<name>[^']+)' has no installation candidate"),
          Pattern.compile("E: Version '[^']+' for '(?<name>[^']+)' was not found"),
          Pattern.compile("E: Couldn't find any package by (?:glob|regex) '(?<name>[^']+)'"));

  private static final Pattern NOISE =
      Pattern.compile("Reading |Building |Hit:|Get:|Ign:|Fetched |NOTE:|'|$");

  private AptMessages() {}

  /** All that matters of both streams. */
  static List<String> of(ToolResult result) {
    List<String> lines = new ArrayList<>();
    result.output().lines().filter(line -> !NOISE.matcher(line).lookingAt()).forEach(lines::add);
    lines.addAll(result.logTail());
    return lines;
  }

  /** The first error, without apt's mark. */
  static String first(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith("E:"))
        .findFirst()
        .map(line -> line.substring(2).strip())
        .orElse(lines.isEmpty() ? "apt gave no reason" : lines.getLast().strip());
  }

  /** Names that no repository has. */
  static List<String> unknownPackages(List<String> lines) {
    return lines.stream()
        .flatMap(line -> UNKNOWN.stream().map(pattern -> pattern.matcher(line)))
        .filter(Matcher::lookingAt)
        .map(matcher -> matcher.group("name"))
        .distinct()
        .toList();
  }

  /** What stands in each other's way. */
  static List<String> conflicts(List<String> lines) {
    int header = lines.indexOf("The following packages have unmet dependencies:");
    return header < 0
        ? List.of()
        : lines.subList(header + 1, lines.size()).stream()
            .takeWhile(line -> line.startsWith(" "))
            .map(line -> line.strip().replaceAll("\\s+", " "))
            .toList();
  }
}
