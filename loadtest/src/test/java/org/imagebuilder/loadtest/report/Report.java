package org.imagebuilder.loadtest.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gatling's HTML report of one run: the rows of its table, and the curves behind its charts. */
final class Report {
  private static final Pattern ROW =
      Pattern.compile("<tr id=\"(\\w+-?[^\"]*)\".*?(?=<tr id=|</table>)", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("class=\"ellipsed-name\">([^<]*)<");
  private static final Pattern CELL =
      Pattern.compile("<td class=\"value [a-z]+ col-(\\d+)\">([^<]*)</td>");
  private static final Pattern POINT = Pattern.compile("\\[(\\d+), (null|[\\d.]+)]");

  private static final int COUNT = 2;
  private static final int FAILED = 4;
  private static final int MEDIAN = 8;
  private static final int USUAL = 10;
  private static final int RARE = 11;
  private static final int WORST = 12;
  private static final int LAST = 14;

  private final Path folder;
  private final String index;

  /** What is at {@code folder/index.html}. */
  Report(Path folder) throws IOException {
    this.folder = folder;
    this.index = Files.readString(folder.resolve("index.html"));
  }

  /** One kind of call; times in milliseconds. */
  record Row(String id, String name, long count, long failed, List<Long> times) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%-40s %8d %7d %8d %8d %8d %8d",
          name,
          count,
          failed,
          times.get(0),
          times.get(1),
          times.get(2),
          times.get(3));
    }
  }

  /** A value at a moment, in milliseconds since 1970. */
  record Point(long at, double value) {}

  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    Matcher matcher = ROW.matcher(index);
    while (matcher.find()) {
      Matcher name = NAME.matcher(matcher.group());
      if (name.find() && !matcher.group(1).equals("ROOT")) {
        rows.add(row(matcher.group(1), unescaped(name.group(1)), matcher.group()));
      }
    }
    return rows;
  }

  private static Row row(String id, String name, String html) {
    long[] cells = new long[LAST + 1];
    Matcher cell = CELL.matcher(html);
    while (cell.find()) {
      String text = cell.group(2);
      cells[Integer.parseInt(cell.group(1))] =
          text.equals("-") ? 0 : Math.round(Double.parseDouble(text));
    }
    return new Row(
        id,
        name,
        cells[COUNT],
        cells[FAILED],
        List.of(cells[MEDIAN], cells[USUAL], cells[RARE], cells[WORST]));
  }

  /** What 95 % of a kind of call were below, second by second. */
  List<Point> usualTimes(Row row) throws IOException {
    Path page = folder.resolve(row.id() + ".html");
    return Files.exists(page) ? curve(Files.readString(page), "'95%'") : List.of();
  }

  /** All calls, second by second. */
  List<Point> calls() {
    return curve(index.substring(index.indexOf("'RequestsContainerId'")), "'All'");
  }

  private static List<Point> curve(String page, String name) {
    List<Point> points = new ArrayList<>();
    int begin = page.indexOf("name: " + name);
    if (begin >= 0) {
      int data = page.indexOf("data: ", begin);
      Matcher matcher = POINT.matcher(page.substring(data, page.indexOf('\n', data)));
      while (matcher.find()) {
        if (!matcher.group(2).equals("null")) {
          points.add(
              new Point(Long.parseLong(matcher.group(1)), Double.parseDouble(matcher.group(2))));
        }
      }
    }
    return points;
  }

  private static String unescaped(String html) {
    return html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
  }
}
