package org.imagebuilder.imagebuilder.identity;

import java.io.Serial;

/** A header that names nobody; clients know these answers as plain text. */
final class IdentityRefused extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final int status;
  private final String text;

  IdentityRefused(int status, String text) {
    super(text, null, false, false);
    this.status = status;
    this.text = text;
  }

  int status() {
    return status;
  }

  String text() {
    return text;
  }
}
