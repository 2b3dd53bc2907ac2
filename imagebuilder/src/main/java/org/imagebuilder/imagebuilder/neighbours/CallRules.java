package org.imagebuilder.imagebuilder.neighbours;

import java.time.Duration;
import java.util.List;

/**
 * What a kind of calls to a neighbour may take. A neighbour in trouble is left alone for a while,
 * so that neither side wears itself out, and one that is slow does not take all that there is.
 *
 * @param timeout how long one try may take
 * @param retries how often a call that failed is made again, after a tenth of a second
 * @param watched when six of ten of so many calls failed, none is made for a while; 0 for always
 *     trying
 * @param pause how long none is made then
 * @param atOnce how many calls there may be at a time, 0 for any number
 * @param waiting how many more may wait until they can be made
 * @param answers what fails a call and is an answer nevertheless
 */
public record CallRules(
    Duration timeout,
    int retries,
    int watched,
    Duration pause,
    int atOnce,
    int waiting,
    List<Class<? extends Throwable>> answers) {
  private static final Duration PAUSE = Duration.ofSeconds(3);

  /** Calls of which one may take so long; made once, and any number of them. */
  public static CallRules within(Duration timeout) {
    return new CallRules(timeout, 0, 0, PAUSE, 0, 0, List.of());
  }

  /** Made again so often; for what changes nothing. */
  public CallRules madeAgain(int retries) {
    return new CallRules(timeout, retries, watched, pause, atOnce, waiting, answers);
  }

  /** Not made for a while after too many of so many failed. */
  public CallRules leftAloneAfter(int watched) {
    return new CallRules(timeout, retries, watched, pause, atOnce, waiting, answers);
  }

  /** So many at a time, while others wait. */
  public CallRules atOnce(int atOnce, int waiting) {
    return new CallRules(timeout, retries, watched, pause, atOnce, waiting, answers);
  }

  /** This failure is no sign of trouble. */
  public CallRules answeredBy(Class<? extends Throwable> answer) {
    return new CallRules(timeout, retries, watched, pause, atOnce, waiting, List.of(answer));
  }

  /** With what an operator set for this kind. */
  CallRules changedBy(CallConfig config) {
    return new CallRules(
        config.timeout().orElse(timeout),
        config.retries().orElse(retries),
        config.watched().orElse(watched),
        config.pause().orElse(pause),
        config.atOnce().orElse(atOnce),
        config.waiting().orElse(waiting),
        answers);
  }

  /** With what was set for all kinds: it changes what a kind has, and gives it nothing new. */
  CallRules changedForAllBy(CallConfig config) {
    CallRules changed = changedBy(config);
    return new CallRules(
        changed.timeout,
        retries == 0 ? 0 : changed.retries,
        watched == 0 ? 0 : changed.watched,
        changed.pause,
        atOnce == 0 ? 0 : changed.atOnce,
        changed.waiting,
        answers);
  }
}
