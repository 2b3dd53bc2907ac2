package org.imagebuilder.composer.errors;

import java.io.Serial;

/** Ends a request of either API whose token is good but names no tenant. */
public final class NoTenantException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** The details name the claims that were looked for. */
  public NoTenantException(String details) {
    super(details, null, false, false);
  }

  public String details() {
    return String.valueOf(getMessage());
  }
}
