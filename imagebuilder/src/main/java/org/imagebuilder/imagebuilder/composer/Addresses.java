package org.imagebuilder.imagebuilder.composer;

/** Addresses of repositories. */
final class Addresses {
  private Addresses() {}

  /**
   * Whether both lead to the same place: the service adds a slash at the end, and others do not.
   */
  static boolean same(String left, String right) {
    return !left.isEmpty() && bare(left).equals(bare(right));
  }

  private static String bare(String address) {
    return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
  }
}
