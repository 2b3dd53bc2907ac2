package org.imagebuilder.composer.distributions;

import java.util.List;
import java.util.Optional;

/** A default repository of a distribution. */
public record PackageRepository(
    String name,
    Optional<String> baseurl,
    Optional<String> metalink,
    List<String> gpgkeys,
    Optional<Boolean> checkGpg,
    boolean rhsm,
    Optional<String> metadataExpire,
    List<String> imageTypeTags) {
  public PackageRepository {
    gpgkeys = List.copyOf(gpgkeys);
    imageTypeTags = List.copyOf(imageTypeTags);
  }
}
