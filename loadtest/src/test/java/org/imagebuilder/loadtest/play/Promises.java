package org.imagebuilder.loadtest.play;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.global;

import io.gatling.javaapi.core.Assertion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run has to show, as assertions: the service level objectives, held by each kind of call
 * for itself, and whatever a story adds.
 */
public final class Promises {
  private static final Duration IMAGEBUILDER = Duration.ofMillis(500);
  private static final Duration COMPOSER = Duration.ofMillis(200);
  private static final double USUALLY = 95;
  private static final double FAILED_PERCENT = 0.5;

  private final List<Assertion> assertions = new ArrayList<>();

  private Promises() {}

  /** 99.5 % of all calls are answered as they should be, which is more than without 5xx. */
  public static Promises all() {
    Promises promises = new Promises();
    promises.assertions.add(global().failedRequests().percent().lte(FAILED_PERCENT));
    return promises;
  }

  /** 95 % of each of these calls are answered by imagebuilder within half a second. */
  public Promises imagebuilder(String... calls) {
    return within(IMAGEBUILDER, calls);
  }

  /** 95 % of each of these calls are answered by composer within a fifth of a second. */
  public Promises composer(String... calls) {
    return within(COMPOSER, calls);
  }

  private Promises within(Duration bound, String... calls) {
    for (String call : calls) {
      assertions.add(details(call).responseTime().percentile(USUALLY).lt(Size.bound(bound)));
    }
    return this;
  }

  /** At most one in twenty of these fails: each says by itself whether something was in time. */
  public Promises usually(String... looks) {
    for (String look : looks) {
      assertions.add(details(look).failedRequests().percent().lte(100 - USUALLY));
    }
    return this;
  }

  /** None of these fails. */
  public Promises never(String... calls) {
    for (String call : calls) {
      assertions.add(details(call).failedRequests().count().is(0L));
    }
    return this;
  }

  /** Something that only one story asks. */
  public Promises also(List<Assertion> more) {
    assertions.addAll(more);
    return this;
  }

  /** For Gatling. */
  public List<Assertion> list() {
    return List.copyOf(assertions);
  }
}
