package org.imagebuilder.imagebuilder.distributions;

import java.util.List;

/** A package repository of a distribution; empty texts are absent members. */
public record Repository(
    String id,
    String baseurl,
    String metalink,
    String gpgKey,
    boolean checkGpg,
    boolean rhsm,
    List<String> imageTypes) {
  public Repository {
    imageTypes = List.copyOf(imageTypes);
    if (baseurl.isEmpty() == metalink.isEmpty()) {
      throw new IllegalArgumentException(
          "repository " + id + " needs exactly one of baseurl and metalink");
    }
  }

  /** Whether it changes from day to day; those for one cloud's images are taken as they are. */
  public boolean hasSnapshots() {
    return rhsm || imageTypes.isEmpty();
  }

  /** Whether images of this type are built from it; most repositories serve all. */
  public boolean serves(String imageType) {
    return imageTypes.isEmpty() || imageTypes.contains(imageType);
  }
}
