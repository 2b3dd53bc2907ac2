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
    Pauses pauses = begin();
    do {
      Optional<T> answer = question.ask();
      if (answer.isPresent()) {
        return answer;
      }
    } while (pauses.next());
    return Optional.empty();
  }

  /** For who asks in a loop of its own; the time begins now. */
  public Pauses begin() {
    return new Pauses(
        new Backoff(first, longest, new Random()), System.nanoTime() + atMost.toNanos());
  }

  /** The pauses between questions. */
  public static final class Pauses {

    private final Backoff backoff;
    private final long end;

    private Pauses(Backoff backoff, long end) {
      this.backoff = backoff;
      this.end = end;
    }

    /** Pauses; false at once when the time is over. */
    public boolean next() throws InterruptedException {
      Duration pause = backoff.nextPause();
      if (System.nanoTime() + pause.toNanos() > end) {
        return false;
      }
      Thread.sleep(pause);
      return true;
    }
  }
}
