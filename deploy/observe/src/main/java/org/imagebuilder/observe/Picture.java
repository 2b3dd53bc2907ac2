package org.imagebuilder.observe;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Series over time as a drawing (SVG). */
final class Picture {
  private static final List<String> COLOURS =
      List.of(
          "#73bf69", "#f2cc0c", "#5794f2", "#ff780a", "#f2495c", "#b877d9", "#8ab8ff", "#37872d",
          "#fade2a", "#ffa6b0");
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final int WIDTH = 640;
  private static final int HEIGHT = 190;
  private static final int LEFT = 74;
  private static final int RIGHT = 12;
  private static final int TOP = 10;
  private static final int BOTTOM = 22;
  private static final int LINES = 4;
  private static final List<Double> ROUND = List.of(1.0, 2.0, 2.5, 5.0, 10.0);

  private final Unit unit;
  private final Instant from;
  private final Instant to;
  private double highest;
  private double lowest;
  private int steps;

  Picture(Unit unit, Instant from, Instant to) {
    this.unit = unit;
    this.from = from;
    this.to = to;
  }

  static String colour(int index) {
    return COLOURS.get(index % COLOURS.size());
  }

  String svg(List<Prometheus.Series> lines, List<Double> limits) {
    scale(lines);
    List<String> parts = new ArrayList<>();
    parts.add("<svg viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\">".formatted(WIDTH, HEIGHT));
    grid(parts);
    limits.stream()
        .filter(limit -> limit <= highest && limit >= lowest)
        .forEach(limit -> parts.add(horizontal(y(limit), "#f2495c", "stroke-dasharray=\"6 5\"")));
    for (int i = 0; i < lines.size(); i++) {
      parts.add(line(lines.get(i), colour(i)));
    }
    parts.add("</svg>");
    return String.join("\n", parts);
  }

  private void scale(List<Prometheus.Series> lines) {
    double[] values =
        lines.stream()
            .flatMap(line -> line.points().stream())
            .mapToDouble(point -> point[1])
            .toArray();
    highest = 0;
    lowest = 0;
    for (double value : values) {
      highest = Math.max(highest, value);
      lowest = Math.min(lowest, value);
    }
    if (highest == lowest) {
      highest = lowest + 1;
    }
    double step = unit.inUnits(round(unit.shown((highest - lowest) / LINES)));
    lowest = Math.floor(lowest / step) * step;
    highest = Math.ceil(highest / step) * step;
    steps = (int) Math.round((highest - lowest) / step);
  }

  /** The next larger of 1, 2, 2.5 and 5, times a power of ten. */
  private static double round(double step) {
    double power = Math.pow(10, Math.floor(Math.log10(step)));
    return ROUND.stream()
        .map(each -> each * power)
        .filter(each -> each >= step)
        .findFirst()
        .orElse(step);
  }

  private void grid(List<String> parts) {
    for (int i = 0; i <= steps; i++) {
      double value = lowest + (highest - lowest) * i / steps;
      parts.add(horizontal(y(value), "#2f3338", ""));
      parts.add(text(LEFT - 6, y(value) + 4, "end", unit.text(value)));
    }
    for (int i = 0; i <= LINES; i++) {
      long second =
          from.getEpochSecond() + (to.getEpochSecond() - from.getEpochSecond()) * i / LINES;
      String anchor = i == 0 ? "start" : i == LINES ? "end" : "middle";
      parts.add(
          text(
              x((double) second), HEIGHT - 5, anchor, CLOCK.format(Instant.ofEpochSecond(second))));
    }
  }

  private static String horizontal(double y, String colour, String more) {
    return String.format(
        Locale.ROOT,
        "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" %s/>",
        LEFT,
        WIDTH - RIGHT,
        y,
        y,
        colour,
        more);
  }

  private static String text(double x, double y, String anchor, String words) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
        x,
        y,
        anchor,
        words);
  }

  private String line(Prometheus.Series series, String colour) {
    StringBuilder path = new StringBuilder();
    double step = (to.getEpochSecond() - from.getEpochSecond()) / 100.0;
    double before = Double.NEGATIVE_INFINITY;
    for (double[] point : series.points()) {
      // A gap is where nothing was measured: no line leads over it.
      path.append(point[0] - before > step * 4 ? 'M' : 'L')
          .append(String.format(Locale.ROOT, "%.1f %.1f", x(point[0]), y(point[1])));
      before = point[0];
    }
    return "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\"/>"
        .formatted(path, colour);
  }

  private double x(double second) {
    double share = (second - from.getEpochSecond()) / (to.getEpochSecond() - from.getEpochSecond());
    return LEFT + share * (WIDTH - LEFT - RIGHT);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - (value - lowest) / (highest - lowest) * (HEIGHT - TOP - BOTTOM);
  }
}
