package org.imagebuilder.loadtest.composer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.imagebuilder.loadtest.figures.Connection;
import org.imagebuilder.loadtest.figures.Load;
import org.jspecify.annotations.Nullable;

/**
 * How long a job is on its way: from the moment at which POST /compose was answered, which is right
 * after its commit, to the moment at which a waiting poll has it. A poll that is answered before
 * the request itself counts as zero.
 */
final class Waking {
  private static final int PATIENCE_SECONDS = 30;

  private final House house;
  private final LinkedBlockingQueue<Long> manifests = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Long> images = new LinkedBlockingQueue<>();
  private volatile boolean over;

  Waking(House house) {
    this.house = house;
  }

  Load.Result run(int polls, int rounds) throws Exception {
    long begin = System.nanoTime();
    long[] nanos = new long[rounds];
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection connection = new Connection(house.cloud)) {
      List<Future<?>> waiting = new ArrayList<>();
      for (int poll = 0; poll < polls; poll++) {
        waiting.add(threads.submit(this::poll));
      }
      for (int round = 0; round < rounds; round++) {
        // Until all polls wait again.
        TimeUnit.MILLISECONDS.sleep(5);
        house.post(connection);
        long posted = System.nanoTime();
        nanos[round] = Math.max(0, next(manifests) - posted);
        next(images);
      }
      over = true;
      // Each job wakes one of them, which then sees that it is over.
      while (waiting.stream().anyMatch(each -> !each.isDone())) {
        house.post(connection);
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
    return new Load.Result((System.nanoTime() - begin) / 1e9, nanos);
  }

  private @Nullable Void poll() throws Exception {
    try (Connection connection = new Connection(house.workers)) {
      while (!over) {
        Connection.Answer job = house.lease(connection);
        if (job.status() == House.JOB) {
          long now = System.nanoTime();
          (job.member("type").equals(House.MANIFEST) ? manifests : images).add(now);
          house.finish(connection, job);
        }
      }
    }
    return null;
  }

  private static long next(LinkedBlockingQueue<Long> times) throws InterruptedException {
    Long time = times.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (time == null) {
      throw new IllegalStateException("a job was not delivered within " + PATIENCE_SECONDS + " s");
    }
    return time;
  }
}
