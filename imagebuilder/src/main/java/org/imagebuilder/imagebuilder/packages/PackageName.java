package org.imagebuilder.imagebuilder.packages;

import java.util.regex.Pattern;

/** What names of packages are made of, RPM's and Debian's. */
final class PackageName {
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9._+%{}-]{0,255}");

  private PackageName() {}

  /** Whether a package can have this text in its name; it also means nothing as a glob, then. */
  static boolean mayHold(String text) {
    return PART.matcher(text).matches();
  }
}
