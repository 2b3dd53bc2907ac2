package org.imagebuilder.agent.composer;

/** A call that composer did not answer as it should. */
public abstract sealed class ComposerException extends Exception {

  private static final long serialVersionUID = 1L;

  private ComposerException(String message) {
    super(message);
  }

  /** composer is away, busy or in trouble: the same call may work later. */
  public static final class Away extends ComposerException {
    private static final long serialVersionUID = 1L;

    Away(String message) {
      super(message);
    }
  }

  /** composer does not want this call; repeating it would not help. */
  public static final class Refused extends ComposerException {
    private static final long serialVersionUID = 1L;
    private final int status;

    Refused(int status, String message) {
      super(message);
      this.status = status;
    }

    public int status() {
      return status;
    }
  }
}
