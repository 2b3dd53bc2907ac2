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

  /** composer took the call and said nothing for too long: the same call may work later. */
  public static final class Silent extends ComposerException {
    private static final long serialVersionUID = 1L;

    Silent(String message) {
      super(message);
    }
  }

  /** composer does not want this call; repeating it would not help. */
  public static final class Refused extends ComposerException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final int number;

    Refused(int status, int number, String message) {
      super(message);
      this.status = status;
      this.number = number;
    }

    public int status() {
      return status;
    }

    /** composer's own number of the error. */
    public int number() {
      return number;
    }
  }
}
