package org.imagebuilder.deploy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a file of an image says of it.
 *
 * @param path where it lies
 */
record Containerfile(String path, String text) {
  private static final Pattern TYPES = Pattern.compile("ARG JOB_TYPES=\"([^\"]*)\"");

  static Stream<Containerfile> of(Program program) {
    return Stream.of("Containerfile", "Containerfile.jvm")
        .map(file -> program.module() + "/" + file)
        .map(path -> new Containerfile(path, Repository.text(path)));
  }

  Set<Integer> ports() {
    return all("EXPOSE").stream()
        .flatMap(line -> Arrays.stream(line.split(" ")))
        .map(Integer::valueOf)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  List<String> volumes() {
    return all("VOLUME");
  }

  /** Whether arguments of a container go to the program. */
  boolean takesArguments() {
    return all("ENTRYPOINT").stream().allMatch(line -> line.startsWith("["))
        && all("CMD").isEmpty();
  }

  List<String> variables() {
    return all("ENV").stream().map(line -> line.replaceFirst("=.*", "")).toList();
  }

  /** Job types that its tools are enough for; none for other programs than the agent. */
  List<String> jobTypes() {
    return TYPES
        .matcher(text)
        .results()
        .flatMap((MatchResult found) -> Arrays.stream(found.group(1).split(",")))
        .toList();
  }

  private List<String> all(String instruction) {
    return text.lines()
        .filter(line -> line.startsWith(instruction + " "))
        .map(line -> line.substring(instruction.length() + 1).strip())
        .toList();
  }
}
