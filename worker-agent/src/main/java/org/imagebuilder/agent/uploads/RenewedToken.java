package org.imagebuilder.agent.uploads;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.imagebuilder.agent.errors.JobErrorException;

/** An access token that is fetched when it is needed, and again before it ends. */
public final class RenewedToken {

  /** What a cloud gave. */
  public record Fresh(String value, Duration validity) {
    /** Without the token. */
    @Override
    public String toString() {
      return "Fresh[" + validity + "]";
    }
  }

  /** Asks the cloud for one. */
  public interface Source {
    Fresh fetch() throws JobErrorException, InterruptedException;
  }

  /** Whatever a server says: times further away cannot even be written down. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private final Source source;
  private final Duration spare;
  private final InstantSource clock;

  private String value = "";

  /** Of the token; from then on it is renewed. */
  private Instant end = Instant.MIN;

  /**
   * Nothing is fetched yet.
   *
   * @param spare how long a token has to live on: longer than any single call takes
   */
  public RenewedToken(Source source, Duration spare, InstantSource clock) {
    this.source = source;
    this.spare = spare;
    this.clock = clock;
  }

  public String token() throws JobErrorException, InterruptedException {
    if (!clock.instant().isBefore(end)) {
      Instant now = clock.instant();
      Fresh fresh = source.fetch();
      value = fresh.value();
      Duration validity = bounded(fresh.validity());
      boolean isLong = validity.compareTo(spare.multipliedBy(2)) > 0;
      end = now.plus(validity).minus(isLong ? spare : validity.dividedBy(2));
    }
    return value;
  }

  private static Duration bounded(Duration validity) {
    return validity.isNegative()
        ? Duration.ZERO
        : validity.compareTo(LONGEST) > 0 ? LONGEST : validity;
  }

  /** It is no good any more, whatever its time. */
  public void forget() {
    end = Instant.MIN;
  }
}
