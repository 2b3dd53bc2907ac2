package org.imagebuilder.imagebuilder.customizations;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Changes to an image in the public contract's form: checked, and spelt out in simpler ones. */
public final class Customizations {
  private Customizations() {}

  /**
   * The same request with customizations that only say what is to be done. Fails with a refusal
   * that names what is wrong.
   */
  public static ObjectNode expanded(ObjectNode request) {
    ObjectNode expanded = request.deepCopy();
    if (expanded.path("customizations") instanceof ObjectNode customizations) {
      FileRules.check(customizations.path("files"));
      AapRegistration.expand(customizations);
    }
    return expanded;
  }
}
