package org.imagebuilder.imagebuilder.neighbours;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** What an operator may change of the {@link CallRules} of a kind of calls. */
public interface CallConfig {
  /** How long one try may take, with the time that it waits for its turn. */
  Optional<Duration> timeout();

  /** How often a call that failed is made again. */
  OptionalInt retries();

  /** Of how many calls six of ten may fail, before none is made for a while. */
  OptionalInt watched();

  /** How long none is made then. */
  Optional<Duration> pause();

  /** How many calls there may be at a time. */
  OptionalInt atOnce();

  /** How many more may wait until they can be made. */
  OptionalInt waiting();
}
