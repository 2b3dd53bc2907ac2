package org.imagebuilder.agent.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that goes on when a test says so. */
public final class SettableClock implements InstantSource {

  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  public void advance(Duration by) {
    now = now.plus(by);
  }
}
