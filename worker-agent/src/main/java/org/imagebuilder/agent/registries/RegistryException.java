package org.imagebuilder.agent.registries;

import java.io.IOException;

/** A registry that was reached, and goes no further; the message is a part of a sentence. */
public final class RegistryException extends IOException {

  private static final long serialVersionUID = 1L;

  /** What somebody has to change. */
  public enum Cause {
    /** Whoever calls has to sign in, and cannot. */
    LOGIN_MISSING,
    /** Name or password are wrong. */
    LOGIN_REFUSED,
    /** It answers in a way that registries do not. */
    NONSENSE
  }

  private final Cause why;

  public RegistryException(Cause why, String message) {
    super(message);
    this.why = why;
  }

  public Cause why() {
    return why;
  }

  static RegistryException loginMissing() {
    return new RegistryException(
        Cause.LOGIN_MISSING, "the registry wants a login, and the worker has none for it");
  }

  static RegistryException loginRefused() {
    return new RegistryException(Cause.LOGIN_REFUSED, "the registry refuses the worker's login");
  }

  static RegistryException nonsense(String message) {
    return new RegistryException(Cause.NONSENSE, message);
  }
}
