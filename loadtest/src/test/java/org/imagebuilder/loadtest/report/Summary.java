package org.imagebuilder.loadtest.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prints what came of a run: a line for each kind of call, then each promise and whether it was
 * kept. Arguments: the folder of Gatling's report, what Gatling wrote while it ran.
 */
final class Summary {
  private static final Pattern PROMISE =
      Pattern.compile("^(.+) : (true|false) \\((?:actual : )?(.+)\\)$");

  private Summary() {}

  public static void main(String[] arguments) throws IOException {
    Report report = new Report(Path.of(arguments[0]));
    System.out.printf(
        Locale.ROOT,
        "  %-40s %8s %7s %8s %8s %8s %8s%n",
        "milliseconds",
        "calls",
        "failed",
        "median",
        "95 %",
        "99 %",
        "most");
    report.rows().forEach(row -> System.out.println("  " + row));
    List<Promise> promises = promises(Path.of(arguments[1]));
    List<Promise> broken = promises.stream().filter(promise -> !promise.kept()).toList();
    broken.forEach(promise -> System.out.println("  " + promise));
    System.out.printf(
        "  %d of %d promises kept%n", promises.size() - broken.size(), promises.size());
  }

  /** An assertion, and what Gatling found. */
  record Promise(String text, boolean kept, String actual) {
    @Override
    public String toString() {
      return (kept ? "kept: " : "BROKEN: ") + text + " (it was " + actual + ")";
    }
  }

  static List<Promise> promises(Path log) throws IOException {
    List<Promise> promises = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      Matcher matcher = PROMISE.matcher(line);
      if (matcher.matches()) {
        promises.add(
            new Promise(
                matcher.group(1),
                matcher.group(2).equals("true"),
                String.valueOf(matcher.group(3))));
      }
    }
    return promises;
  }
}
