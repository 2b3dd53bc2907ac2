package org.imagebuilder.agent.http;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/**
 * How to wait for something that a server does in its own time: ask, pause, ask again.
 *
 * @param first the longest first pause; it doubles, and half of each is left to chance
 * @param longest no pause is longer
 * @param atMost after which nobody waits any more
 */
public record Polling(Duration first, Duration longest, Duration atMost) {

  /** Asks once; empty: not yet. */
  public interface Question<T, X extends Exception> {
    Optional<T> ask() throws InterruptedException, X;
  }

  /** The first answer; empty when it took too long. */
  public <T, X extends Exception> Optional<T> await(Question<T, X> question)
      throws InterruptedException, X {
    long end = System.nanoTime() + atMost.toNanos();
    Backoff backoff = new Backoff(first, longest, new Random());
    while (true) {
      Optional<T> answer = question.ask();
      if (answer.isPresent()) {
        return answer;
      }
      Duration pause = backoff.nextPause();
      if (System.nanoTime() + pause.toNanos() > end) {
        return Optional.empty();
      }
      Thread.sleep(pause);
    }
  }
}
