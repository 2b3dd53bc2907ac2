package org.imagebuilder.loadtest.figures;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** The figures, printed line by line as a table that a document can take as it is. */
public final class Table {
  private final long program;
  private final long postgres;

  /**
   * @param name of the program that is measured, whose process is {@code program}
   */
  public Table(String name, long program, long postgres) {
    this.program = program;
    this.postgres = postgres;
    System.out.println(
        "| what | history | per second | p50 ms | p95 ms | p99 ms | CPU µs "
            + name
            + " | CPU µs PostgreSQL | CPU µs client | RSS MiB |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|");
  }

  /** Something that is measured while it goes on. */
  public interface Measured {
    Load.Result run() throws Exception;
  }

  /** Measures, and prints a line. */
  public Load.Result row(String what, String history, Measured measured) throws Exception {
    double programBefore = Usage.cpuSeconds(program);
    double postgresBefore = Usage.cpuSeconds(postgres);
    Duration clientBefore = own();
    Load.Result result = measured.run();
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %.0f | %.1f | %.1f | %.1f | %.0f | %.0f | %.0f | %d |%n",
        what,
        history,
        result.perSecond(),
        result.percentile(0.5),
        result.percentile(0.95),
        result.percentile(0.99),
        micros(Usage.cpuSeconds(program) - programBefore, result),
        micros(Usage.cpuSeconds(postgres) - postgresBefore, result),
        micros(own().minus(clientBefore).toNanos() / 1e9, result),
        Usage.residentMiB(program));
    return result;
  }

  private static double micros(double seconds, Load.Result result) {
    return seconds * 1e6 / Math.max(1, result.done());
  }

  private static Duration own() throws IOException {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }
}
