package org.imagebuilder.composer.distributions;

import java.util.Set;
import org.imagebuilder.composer.targets.UploadType;

/** An image type as the API names it, and the upload targets that go with it. */
record ApiImageType(
    String apiName,
    String name,
    UploadType defaultTarget,
    Set<UploadType> targets,
    boolean debianOnly) {
  ApiImageType {
    targets = Set.copyOf(targets);
  }
}
