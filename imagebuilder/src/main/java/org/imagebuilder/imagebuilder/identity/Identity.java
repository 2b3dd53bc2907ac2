package org.imagebuilder.imagebuilder.identity;

/**
 * Who is calling. The organisation is the tenant: it keys every row; the rest is only remembered or
 * logged.
 */
public record Identity(
    String organisation,
    String accountNumber,
    String type,
    String email,
    String username,
    boolean entitledToRhel,
    String header) {

  @Override
  public String toString() {
    return "Identity[" + organisation + ", " + type + "]";
  }
}
