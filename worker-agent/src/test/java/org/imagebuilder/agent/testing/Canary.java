package org.imagebuilder.agent.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.imagebuilder.agent.errors.JobErrorException;

/** Tests write their secrets so that they can be found wherever they do not belong. */
public final class Canary {

  /** A part of each secret. */
  public static final String SONG = "canary";

  private Canary() {}

  public static boolean isIn(String text) {
    return text.contains(SONG) || text.contains("PRIVATE KEY");
  }

  /** The failure, which says nothing of a secret. */
  public static JobErrorException missing(JobErrorException failure) {
    assertThat(failure.reason() + failure.details() + failure).matches(text -> !isIn(text));
    return failure;
  }
}
