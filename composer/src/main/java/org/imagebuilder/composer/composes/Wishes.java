package org.imagebuilder.composer.composes;

import java.util.Optional;
import org.imagebuilder.composer.errors.ErrorCode;

/** What a caller says about a request besides its body, in header fields. */
public record Wishes(
    Optional<String> idempotencyKey, Optional<String> fairShareKey, boolean interactive) {
  private static final int LONGEST_KEY = 128;
  private static final int LONGEST_SHARE = 64;
  private static final String INTERACTIVE = "interactive";

  public Wishes {
    idempotencyKey.ifPresent(key -> check(key, "Idempotency-Key", LONGEST_KEY));
    fairShareKey.ifPresent(key -> check(key, "X-Fair-Share-Key", LONGEST_SHARE));
  }

  /**
   * Reads the header fields; {@link ErrorCode#VALIDATION_FAILED} says which one cannot be used. Who
   * may not hurry is served like anybody else.
   */
  public static Wishes of(
      Optional<String> idempotencyKey,
      Optional<String> fairShareKey,
      Optional<String> priority,
      boolean mayHurry) {
    priority
        .filter(word -> !word.equals(INTERACTIVE))
        .ifPresent(
            word -> {
              throw ErrorCode.VALIDATION_FAILED.because(
                  "header X-Priority: has to be interactive, or left out");
            });
    return new Wishes(idempotencyKey, fairShareKey, priority.isPresent() && mayHurry);
  }

  private static void check(String text, String header, int longest) {
    if (text.isBlank() || text.length() > longest) {
      throw ErrorCode.VALIDATION_FAILED.because(
          "header " + header + ": has to have 1 to " + longest + " characters");
    }
  }
}
