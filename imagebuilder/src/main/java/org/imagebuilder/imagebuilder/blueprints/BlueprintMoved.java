package org.imagebuilder.imagebuilder.blueprints;

import java.io.Serial;

/**
 * Somebody else kept a version in the meantime: what was to follow the one before is out of date.
 */
public final class BlueprintMoved extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  BlueprintMoved() {
    super("the blueprint has a newer version", null, false, false);
  }
}
