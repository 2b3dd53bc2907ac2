package org.imagebuilder.imagebuilder.composer;

import java.util.Optional;
import java.util.UUID;

/**
 * A compliance policy as an image needs it: the profile that it stands for, and the text of its
 * tailoring for the image's release where it has one.
 */
public record HardeningPolicy(UUID id, String profile, Optional<String> tailoring) {
  public HardeningPolicy {
    tailoring = tailoring.filter(text -> !text.isBlank());
  }
}
