package org.imagebuilder.loadtest.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.imagebuilder.loadtest.report.Report.Point;
import org.imagebuilder.loadtest.report.Report.Row;

/**
 * Writes the figures and charts of the last runs into a page, between its two marks. Arguments: the
 * page, the folder with one folder of reports and one log for each story, a sentence on the run.
 * Charts go to the folder beside the page that is named like it.
 */
final class Page {
  private static final String BEGIN =
      "<!-- figures: make load-all CHARTS=1 writes what follows -->";
  private static final String END = "<!-- end of figures -->";

  private final Path page;
  private final Path charts;
  private final StringBuilder figures = new StringBuilder();

  private Page(Path page) throws IOException {
    this.page = page;
    String name = page.getFileName().toString().replace(".md", "");
    this.charts = Files.createDirectories(page.resolveSibling(name));
  }

  public static void main(String[] arguments) throws IOException {
    Page page = new Page(Path.of(arguments[0]));
    page.figures.append(arguments[2]).append("\n");
    Path reports = Path.of(arguments[1]);
    for (String story : List.of(arguments).subList(3, arguments.length)) {
      String[] names = story.split("=", 2);
      page.tell(names[0], newest(reports.resolve(names[1])), reports.resolve(names[1] + ".log"));
    }
    page.write();
  }

  private static Path newest(Path story) throws IOException {
    try (Stream<Path> runs = Files.list(story)) {
      return runs.filter(run -> Files.exists(run.resolve("index.html")))
          .sorted()
          .reduce((older, newer) -> newer)
          .orElseThrow(() -> new IOException(story + " has no report"));
    }
  }

  private void tell(String name, Path folder, Path log) throws IOException {
    Report report = new Report(folder);
    figures.append("\n### ").append(name).append("\n\n");
    figures.append(
        """
        | | calls | failed | median ms | 95 % ms | 99 % ms | most ms |
        |---|---|---|---|---|---|---|
        """);
    Chart chart = new Chart(name, report.calls());
    for (Row row : report.rows()) {
      figures.append(line(row));
      List<Point> curve = report.usualTimes(row);
      if (curve.size() > 1) {
        chart.add(row.name(), curve);
      }
    }
    figures.append("\n").append(promises(Summary.promises(log)));
    Files.writeString(charts.resolve(name + ".svg"), chart.svg());
    figures.append("\n![%s](%s/%s.svg)\n".formatted(name, charts.getFileName(), name));
  }

  private static String line(Row row) {
    StringBuilder line = new StringBuilder("| `" + row.name() + "` |");
    line.append(String.format(Locale.ROOT, " %d | %d |", row.count(), row.failed()));
    for (long time : row.times()) {
      line.append(String.format(Locale.ROOT, " %d |", time));
    }
    return line.append("\n").toString();
  }

  private static String promises(List<Summary.Promise> promises) {
    StringBuilder told = new StringBuilder();
    long kept = promises.stream().filter(Summary.Promise::kept).count();
    told.append("%d of %d promises kept.\n".formatted(kept, promises.size()));
    promises.stream()
        .filter(promise -> !promise.kept())
        .forEach(promise -> told.append("* ").append(promise).append("\n"));
    return told.toString();
  }

  private void write() throws IOException {
    String before = Files.readString(page);
    int begin = before.indexOf(BEGIN);
    int end = before.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(page + " has no place for figures: " + BEGIN + " and " + END);
    }
    Files.writeString(
        page, before.substring(0, begin) + BEGIN + "\n\n" + figures + "\n" + before.substring(end));
  }
}
