package org.imagebuilder.composer.artifacts;

import java.util.Optional;
import java.util.UUID;

/**
 * A file that somebody wants to hand over.
 *
 * @param token the lease that brings it
 * @param job whose file it is
 * @param part which bytes come; empty for a whole file that is not to be continued when it breaks
 * @param sha256 what the whole file has to have, in hexadecimal
 */
public record Upload(
    UUID token, UUID job, ArtifactName name, Optional<Part> part, Optional<String> sha256) {
  /** What only one upload at a time may write. */
  String place() {
    return token + "/" + name;
  }

  boolean completes() {
    return part.map(Part::isLast).orElse(true);
  }
}
