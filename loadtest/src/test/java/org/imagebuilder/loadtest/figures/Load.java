package org.imagebuilder.loadtest.figures;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/** Several clients that each do the same step again and again for a while. */
public final class Load {
  private Load() {}

  /** One thing that a client does; counts as done when it says so. */
  public interface Step {
    boolean take(Connection connection) throws Exception;
  }

  /** What came of it: how many were done in how long, and how long each took. */
  public static final class Result {
    private final double seconds;
    private final long[] sortedNanos;

    /** So many seconds, and how long each took. */
    public Result(double seconds, long[] nanos) {
      this.seconds = seconds;
      this.sortedNanos = nanos.clone();
      Arrays.sort(sortedNanos);
    }

    public int done() {
      return sortedNanos.length;
    }

    public double perSecond() {
      return done() / seconds;
    }

    /** In milliseconds. */
    public double percentile(double share) {
      int last = sortedNanos.length - 1;
      return last < 0 ? Double.NaN : sortedNanos[(int) Math.round(last * share)] / 1e6;
    }
  }

  /** All clients as themselves. */
  public static Result run(URI origin, int clients, Duration time, Step step) throws Exception {
    return run(origin, "", clients, time, step);
  }

  /** All clients with the same header lines, each ended by CR and LF. */
  public static Result run(URI origin, String headers, int clients, Duration time, Step step)
      throws Exception {
    return run(origin, Collections.nCopies(clients, headers), time, Duration.ZERO, step);
  }

  /**
   * A client for each of the headers. Before each step it rests for so long on average, which does
   * not count as the step's time.
   */
  public static Result run(
      URI origin, List<String> headers, Duration time, Duration rest, Step step) throws Exception {
    long begin = System.nanoTime();
    long end = begin + time.toNanos();
    List<Callable<long[]>> loops = new ArrayList<>();
    for (String own : headers) {
      loops.add(() -> loop(origin, own, end, rest, step));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<long[]>> running = loops.stream().map(threads::submit).toList();
      List<long[]> all = new ArrayList<>();
      for (Future<long[]> one : running) {
        all.add(one.get());
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      long[] nanos = all.stream().flatMapToLong(Arrays::stream).toArray();
      return new Result(seconds, nanos);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("a client failed", failed.getCause());
    }
  }

  private static long[] loop(URI origin, String headers, long end, Duration rest, Step step)
      throws Exception {
    long[] nanos = new long[1024];
    int count = 0;
    try (Connection connection = new Connection(origin, headers)) {
      for (long begin = rested(rest); begin < end; begin = rested(rest)) {
        if (step.take(connection)) {
          if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
          }
          nanos[count] = System.nanoTime() - begin;
          count++;
        }
      }
    }
    return Arrays.copyOf(nanos, count);
  }

  private static long rested(Duration rest) throws InterruptedException {
    if (!rest.isZero()) {
      Thread.sleep(ThreadLocalRandom.current().nextLong(2 * rest.toMillis()));
    }
    return System.nanoTime();
  }
}
