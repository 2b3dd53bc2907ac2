package org.imagebuilder.imagebuilder.errors;

import java.io.Serial;

/** The program cannot start; the message says in one sentence what to change. */
public final class StartException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** A sentence for the operator. */
  public StartException(String sentence) {
    super(sentence);
  }
}
