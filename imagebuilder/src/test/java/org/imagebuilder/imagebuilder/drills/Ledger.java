package org.imagebuilder.imagebuilder.drills;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What people and agents were told. */
final class Ledger {
  private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger answers = new AtomicInteger();
  private final AtomicInteger sentAway = new AtomicInteger();
  private final AtomicInteger finished = new AtomicInteger();

  /** A request was answered as it should be. */
  void answered() {
    answers.incrementAndGet();
  }

  void accepted(String compose) {
    accepted.add(compose);
  }

  /** A poll that waited was told that there is nothing, earlier than that is told usually. */
  void sentAway() {
    sentAway.incrementAndGet();
  }

  void finishedJob() {
    finished.incrementAndGet();
  }

  void failed(String what) {
    failures.add(what);
  }

  Queue<String> accepted() {
    return accepted;
  }

  Queue<String> failures() {
    return failures;
  }

  int timesSentAway() {
    return sentAway.get();
  }

  int finishedJobs() {
    return finished.get();
  }

  @Override
  public String toString() {
    return "answers=%s accepted=%d finishedJobs=%s sentAway=%s failures=%d"
        .formatted(answers, accepted.size(), finished, sentAway, failures.size());
  }
}
