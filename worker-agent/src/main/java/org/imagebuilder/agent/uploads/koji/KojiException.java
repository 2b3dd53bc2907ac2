package org.imagebuilder.agent.uploads.koji;

import java.util.Optional;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;

/** Koji, or the way there, said no; the reason says what to do, the details what was said. */
public final class KojiException extends Exception {

  private static final long serialVersionUID = 1L;

  private static final String CORRUPTED = "Corrupted upload";

  /** The hub did the call before, and does not do it twice; only its answer was lost. */
  private static final String DONE_BEFORE = "unable to retry call";

  private final String said;

  KojiException(String reason) {
    this(reason, "");
  }

  KojiException(String reason, String said) {
    super(reason);
    this.said = said;
  }

  /** As the error of a job or target; which number depends on what was tried. */
  public JobErrorException as(JobErrorCode code) {
    String reason = String.valueOf(getMessage());
    return said.isEmpty()
        ? new JobErrorException(code, reason)
        : new JobErrorException(code, reason, said);
  }

  /** What the hub or the tool said; empty: nothing. */
  Optional<String> said() {
    return Optional.of(said).filter(text -> !text.isEmpty());
  }

  /** The hub may see the files differently in a moment. */
  boolean corrupted() {
    return said.contains(CORRUPTED);
  }

  boolean doneBefore() {
    return said.contains(DONE_BEFORE);
  }

  KojiException without(String secret) {
    return secret.isEmpty() || !said.contains(secret)
        ? this
        : new KojiException(String.valueOf(getMessage()), said.replace(secret, "…"));
  }
}
