package org.imagebuilder.loadtest.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.imagebuilder.loadtest.report.Report.Point;

/** Curves over time as an SVG picture: times above on a logarithmic scale, calls a second below. */
final class Chart {
  private static final int WIDTH = 760;
  private static final int LEFT = 52;
  private static final int RIGHT = 520;
  private static final int HIGH = 220;
  private static final int TOP = 26;
  private static final int LOW_TOP = 260;
  private static final int LOW = 70;
  private static final int HEIGHT = 362;
  private static final int LINE = 16;
  private static final int MOST_POINTS = 120;
  private static final double DECADES = 5;

  // Told apart also by those who see colours differently.
  private static final List<String> COLOURS =
      List.of(
          "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#000000", "#8C6D1F",
          "#7F7F7F");

  private final String title;
  private final long begin;
  private final long end;
  private final List<String> parts = new ArrayList<>();
  private int curves;

  /**
   * @param calls all calls, second by second: the picture's lower half, and its time
   */
  Chart(String title, List<Point> calls) {
    this.title = title;
    this.begin = calls.getFirst().at();
    this.end = Math.max(calls.getLast().at(), begin + 1);
    axis();
    callsBelow(calls);
  }

  /** A curve of the upper half, with its line in the legend. */
  void add(String name, List<Point> milliseconds) {
    String colour = COLOURS.get(curves % COLOURS.size());
    StringBuilder path = new StringBuilder();
    for (Point point : thinned(milliseconds)) {
      path.append(text("%.1f,%.1f ", x(point.at()), high(point.value())));
    }
    parts.add(
        text(
            "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"%s\"/>",
            colour, path.toString().strip()));
    int y = TOP + 8 + LINE * curves;
    parts.add(
        text(
            "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"3\" fill=\"%s\"/>",
            RIGHT + 12, y - 4, colour));
    parts.add(words(RIGHT + 30, y, "start", name));
    curves++;
  }

  String svg() {
    return text(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                + " font-family=\"sans-serif\" font-size=\"11\" role=\"img\">%n",
            WIDTH, HEIGHT, WIDTH)
        + text("<title>%s</title>%n", escaped(title))
        + text("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>%n", WIDTH, HEIGHT)
        + String.join("\n", parts)
        + "\n</svg>\n";
  }

  private void axis() {
    parts.add(words(LEFT, TOP - 12, "start", "milliseconds that 95 % were below"));
    for (int decade = 0; decade <= DECADES; decade++) {
      double y = high(Math.pow(10, decade));
      line(y);
      parts.add(words(LEFT - 6, y + 4, "end", text("%.0f", Math.pow(10, decade))));
    }
    parts.add(words(LEFT, HEIGHT - 6, "start", "0 s"));
    parts.add(words(RIGHT, HEIGHT - 6, "end", text("%d s", (end - begin) / 1000)));
  }

  private void callsBelow(List<Point> calls) {
    List<Point> thin = thinned(calls);
    double most = Math.max(1, thin.stream().mapToDouble(Point::value).max().orElse(1));
    parts.add(words(LEFT, LOW_TOP - 4, "start", "calls a second"));
    line(LOW_TOP);
    line(LOW_TOP + LOW);
    parts.add(words(LEFT - 6, LOW_TOP + 4, "end", text("%.0f", most)));
    parts.add(words(LEFT - 6, LOW_TOP + LOW + 4, "end", "0"));
    StringBuilder path = new StringBuilder();
    for (Point point : thin) {
      double y = LOW_TOP + LOW * (1 - point.value() / most);
      path.append(text("%.1f,%.1f ", x(point.at()), y));
    }
    parts.add(
        text(
            "<polyline fill=\"none\" stroke=\"#333333\" stroke-width=\"1.5\" points=\"%s\"/>",
            path.toString().strip()));
  }

  private void line(double y) {
    parts.add(
        text(
            "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>",
            LEFT, RIGHT, y, y));
  }

  /** Few enough points for a small file; each is the largest of those that it stands for. */
  private static List<Point> thinned(List<Point> points) {
    int each = 1 + points.size() / MOST_POINTS;
    List<Point> thin = new ArrayList<>();
    for (int first = 0; first < points.size(); first += each) {
      List<Point> some = points.subList(first, Math.min(points.size(), first + each));
      double largest = some.stream().mapToDouble(Point::value).max().orElse(0);
      thin.add(new Point(some.getFirst().at(), largest));
    }
    return thin;
  }

  private double x(long at) {
    return LEFT + (double) (RIGHT - LEFT) * (at - begin) / (end - begin);
  }

  private static double high(double milliseconds) {
    double share = Math.log10(Math.max(1, milliseconds)) / DECADES;
    return TOP + HIGH * (1 - Math.min(1, share));
  }

  private static String words(double x, double y, String anchor, String words) {
    return text(
        "<text x=\"%.0f\" y=\"%.0f\" text-anchor=\"%s\" fill=\"#222222\">%s</text>",
        x, y, anchor, escaped(words));
  }

  private static String escaped(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  // Everything that is formatted stands in this class.
  @SuppressWarnings("AnnotateFormatMethod")
  private static String text(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
