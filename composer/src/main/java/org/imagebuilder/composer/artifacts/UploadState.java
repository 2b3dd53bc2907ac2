package org.imagebuilder.composer.artifacts;

import java.util.Optional;

/**
 * How far an upload is.
 *
 * @param offset how many bytes are safe; the next part begins there
 * @param sha256 of a complete file, in hexadecimal; empty while it is not
 */
public record UploadState(long offset, Optional<String> sha256) {
  /** Whether nothing more is to come. */
  public boolean isComplete() {
    return sha256.isPresent();
  }

  static UploadState of(Artifact artifact) {
    return new UploadState(artifact.size(), Optional.of(artifact.sha256()));
  }
}
