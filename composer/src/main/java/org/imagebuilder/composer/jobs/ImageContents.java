package org.imagebuilder.composer.jobs;

import java.util.List;
import java.util.Optional;

/** What is in an image that was built. */
public record ImageContents(List<InstalledPackage> packages, Optional<String> ostreeCommit) {
  /** An image of which nothing is known. */
  public static final ImageContents UNKNOWN = new ImageContents(List.of(), Optional.empty());

  public ImageContents {
    packages = List.copyOf(packages);
  }
}
