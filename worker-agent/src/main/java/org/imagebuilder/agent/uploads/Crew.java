package org.imagebuilder.agent.uploads;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.imagebuilder.agent.errors.JobErrorException;
import org.jspecify.annotations.Nullable;

/** Some threads that do one kind of work until there is none left, or one of them fails. */
public final class Crew {

  private final int threads;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  public Crew(int threads) {
    this.threads = threads;
  }

  /** One piece of work; false: there was none left. */
  public interface Work {
    boolean next() throws JobErrorException, InterruptedException;
  }

  /** All threads have ended when it returns; the first failure is thrown. */
  public void work(Work work) throws JobErrorException, InterruptedException {
    ExecutorService pool = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory());
    try (pool) {
      for (int i = 0; i < threads; i++) {
        pool.execute(() -> untilDone(work, pool));
      }
      // Closing waits; an interrupt of this thread stops the others and is kept.
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Throwable first = failure.get();
    if (first instanceof JobErrorException e) {
      throw e;
    }
    if (first instanceof RuntimeException e) {
      throw e;
    }
    if (first instanceof Error e) {
      throw e;
    }
  }

  private void untilDone(Work work, ExecutorService pool) {
    try {
      while (failure.get() == null && work.next()) {
        // The next one.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (JobErrorException | RuntimeException | Error e) {
      if (failure.compareAndSet(null, e)) {
        pool.shutdownNow();
      }
    }
  }
}
