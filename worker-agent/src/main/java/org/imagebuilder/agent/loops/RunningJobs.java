package org.imagebuilder.agent.loops;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The jobs that are being run now, and whether more may begin. */
public final class RunningJobs {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private final Set<RunningJob> jobs = new HashSet<>();
  private boolean stopping;

  boolean stopping() {
    lock.lock();
    try {
      return stopping;
    } finally {
      lock.unlock();
    }
  }

  /** Whether any job is running. */
  boolean busy() {
    lock.lock();
    try {
      return !jobs.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** False when the agent stops and nothing may begin. */
  boolean begin(RunningJob job) {
    lock.lock();
    try {
      return !stopping && jobs.add(job);
    } finally {
      lock.unlock();
    }
  }

  void end(RunningJob job) {
    lock.lock();
    try {
      jobs.remove(job);
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void refuseMore() {
    lock.lock();
    try {
      stopping = true;
    } finally {
      lock.unlock();
    }
  }

  void stopAll(StopReason reason) {
    lock.lock();
    try {
      jobs.forEach(job -> job.stop(reason));
    } finally {
      lock.unlock();
    }
  }

  /** Waits until none is left; false when that takes too long. */
  boolean awaitNone(Duration atMost) throws InterruptedException {
    long nanos = atMost.toNanos();
    lock.lockInterruptibly();
    try {
      while (!jobs.isEmpty()) {
        if (nanos <= 0) {
          return false;
        }
        nanos = ended.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
