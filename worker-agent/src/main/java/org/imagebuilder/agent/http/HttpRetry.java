package org.imagebuilder.agent.http;

import java.time.Duration;
import java.util.Random;
import java.util.function.Predicate;

/**
 * When a call that may be made twice is made again: after an answer that asks for it, and after a
 * connection that broke.
 *
 * @param attempts in all
 * @param first the longest first pause; it doubles, and half of each is left to chance
 * @param longest no pause is longer, whatever the server asks for
 * @param again which answers are worth another attempt
 */
public record HttpRetry(
    int attempts, Duration first, Duration longest, Predicate<HttpAnswer> again) {

  private static final int ATTEMPTS = 5;
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** Five attempts with the pauses of a busy server. */
  public static HttpRetry from(Duration first) {
    Duration longest = first.compareTo(LONGEST) > 0 ? first : LONGEST;
    return new HttpRetry(ATTEMPTS, first, longest, HttpAnswer::mayWorkLater);
  }

  /** For calls that must not be made twice. */
  public static HttpRetry never() {
    return new HttpRetry(1, Duration.ZERO, Duration.ZERO, answer -> false);
  }

  public HttpRetry again(Predicate<HttpAnswer> newAgain) {
    return new HttpRetry(attempts, first, longest, newAgain);
  }

  Backoff backoff() {
    return new Backoff(first, longest, new Random());
  }
}
