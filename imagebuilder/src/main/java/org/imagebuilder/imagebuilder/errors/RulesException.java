package org.imagebuilder.imagebuilder.errors;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;

/** Ends a request with all rules that its body breaks. */
public final class RulesException extends RuntimeException {
  /** The content is understood, and may not be. */
  static final int STATUS = 422;

  @Serial private static final long serialVersionUID = 1L;

  private final ArrayList<Broken> broken;

  /** A rule and what is wrong by it. */
  public record Broken(RuleCode rule, String detail) implements java.io.Serializable {}

  public RulesException(List<Broken> broken) {
    super(broken.toString(), null, false, false);
    this.broken = new ArrayList<>(broken);
  }

  /** In the order in which they are told. */
  public List<Broken> broken() {
    return List.copyOf(broken);
  }
}
