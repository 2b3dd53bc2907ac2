package org.imagebuilder.imagebuilder.blueprints;

import java.util.List;
import java.util.Optional;

/** Where an image may get files and directories of its user's. */
final class PathPolicy {
  private static final List<String> DENIED =
      List.of(
          "/bin",
          "/boot",
          "/dev",
          "/efi",
          "/lib",
          "/lib64",
          "/lost+found",
          "/proc",
          "/run",
          "/sbin",
          "/sys",
          "/sysroot",
          "/tmp",
          "/usr",
          "/var/run",
          "/var/tmp",
          "/etc/fstab",
          "/etc/group",
          "/etc/passwd",
          "/etc/shadow");
  private static final String ALLOWED_AGAIN = "/usr/local";

  private PathPolicy() {}

  /** What is wrong with the path, if anything is. */
  static Optional<String> objection(String path) {
    if (!path.startsWith("/")) {
      return Optional.of("path \"" + path + "\" must be absolute");
    }
    if (!isCanonical(path)) {
      return Optional.of("path \"" + path + "\" must be canonical");
    }
    if (DENIED.stream().anyMatch(denied -> isWithin(path, denied))
        && !isWithin(path, ALLOWED_AGAIN)) {
      return Optional.of("path \"" + path + "\" is not allowed");
    }
    return path.equals("/") ? Optional.of("path must not end with a slash") : Optional.empty();
  }

  /** Whether an absolute path has neither doubled slashes, nor dots, nor a slash at its end. */
  static boolean isCanonical(String path) {
    if (path.equals("/")) {
      return true;
    }
    for (String segment : path.substring(1).split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWithin(String path, String directory) {
    return path.equals(directory) || path.startsWith(directory + "/");
  }
}
