package org.imagebuilder.composer.packages;

import java.util.Optional;

/** One package that would be installed, rpm or deb. */
record ExactPackage(
    String type,
    String name,
    Optional<String> epoch,
    String version,
    String release,
    String architecture,
    Optional<String> checksum) {
  static final String RPM = "rpm";
  static final String DEB = "deb";
}
