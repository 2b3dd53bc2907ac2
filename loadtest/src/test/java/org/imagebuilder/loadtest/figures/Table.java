package org.imagebuilder.loadtest.figures;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures, printed line by line as a table that a document can take as it is. */
public final class Table {
  private final List<Program> programs;

  /** A process that is measured. */
  public record Program(String name, long id) {}

  /** The memory in the last column is that of the first program. */
  public Table(Program... programs) {
    this.programs = List.of(programs);
    StringBuilder head =
        new StringBuilder("| what | history | per second | p50 ms | p95 ms | p99 ms |");
    this.programs.forEach(each -> head.append(" CPU µs ").append(each.name).append(" |"));
    System.out.println(head + " CPU µs client | RSS MiB |");
    System.out.println("|---".repeat(8 + programs.length) + "|");
  }

  /** Something that is measured while it goes on. */
  public interface Measured {
    Load.Result run() throws Exception;
  }

  /** Measures, and prints a line. */
  public Load.Result row(String what, String history, Measured measured) throws Exception {
    List<Double> before = seconds();
    Duration clientBefore = own();
    Load.Result result = measured.run();
    List<Double> after = seconds();
    StringBuilder line = new StringBuilder("| %s | %s |".formatted(what, history));
    line.append(cell("%.0f", result.perSecond()));
    for (double share : new double[] {0.5, 0.95, 0.99}) {
      line.append(cell("%.1f", result.percentile(share)));
    }
    for (int i = 0; i < programs.size(); i++) {
      line.append(cell("%.0f", micros(after.get(i) - before.get(i), result)));
    }
    line.append(cell("%.0f", micros(own().minus(clientBefore).toNanos() / 1e9, result)));
    System.out.println(line + " " + Usage.residentMiB(programs.getFirst().id) + " |");
    return result;
  }

  private List<Double> seconds() throws IOException {
    List<Double> seconds = new ArrayList<>();
    for (Program program : programs) {
      seconds.add(Usage.cpuSeconds(program.id));
    }
    return seconds;
  }

  private static String cell(String format, double value) {
    return " " + String.format(Locale.ROOT, format, value) + " |";
  }

  private static double micros(double seconds, Load.Result result) {
    return seconds * 1e6 / Math.max(1, result.done());
  }

  private static Duration own() throws IOException {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }
}
