package org.imagebuilder.observe;

import java.util.Locale;

/** What a panel's numbers are, by the names that Grafana has for them. */
enum Unit {
  HOURS("h", " h", 1),
  SHARE("percentunit", " %", 100),
  MILLISECONDS("ms", " ms", 1),
  SECONDS("s", " s", 1),
  PER_SECOND("reqps", "/s", 1),
  BYTES("bytes", " MiB", 1.0 / (1 << 20)),
  NUMBER("short", "", 1);

  private static final double FEW = 10;
  private static final double MANY = 1000;

  private final String grafana;
  private final String sign;
  private final double factor;

  Unit(String grafana, String sign, double factor) {
    this.grafana = grafana;
    this.sign = sign;
    this.factor = factor;
  }

  String grafana() {
    return grafana;
  }

  /** The number that is shown for a value. */
  double shown(double value) {
    return value * factor;
  }

  /** The value that this number is shown for. */
  double inUnits(double shown) {
    return shown / factor;
  }

  /** A value as a person reads it. */
  String text(double value) {
    // What is nothing but for rounding is nothing.
    double shown = Math.round(shown(value) * 1e6) / 1e6;
    double size = Math.abs(shown);
    boolean isWhole = shown == Math.rint(shown);
    String format = isWhole || size >= MANY ? "%.0f" : size < FEW ? "%.2f" : "%.1f";
    return String.format(Locale.ROOT, format, shown) + sign;
  }
}
