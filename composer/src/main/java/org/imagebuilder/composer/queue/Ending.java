package org.imagebuilder.composer.queue;

import java.util.Optional;

/**
 * What is stored of a job's end.
 *
 * @param result JSON for whoever needs the result, up to many megabytes
 * @param summary JSON that status is folded from, at most {@link #MAX_SUMMARY_BYTES}
 */
public record Ending(String result, Optional<String> summary) {
  /** What a summary may weigh; it is read with every status. */
  public static final int MAX_SUMMARY_BYTES = 64 * 1024;

  /** An end with a result alone. */
  public static Ending of(String result) {
    return new Ending(result, Optional.empty());
  }

  /** An end with a result and its summary. */
  public static Ending of(String result, String summary) {
    return new Ending(result, Optional.of(summary));
  }
}
