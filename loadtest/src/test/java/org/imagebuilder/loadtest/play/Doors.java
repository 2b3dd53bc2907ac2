package org.imagebuilder.loadtest.play;

import java.net.URI;

/** Where the programs under load listen; only those on this machine are accepted. */
public final class Doors {
  private Doors() {}

  /** The public API: property {@code url}. */
  public static URI imagebuilder() {
    return named("url", 8086);
  }

  /** Composer's API for imagebuilder: property {@code composer}. */
  public static URI composer() {
    return named("composer", 8080);
  }

  /** Composer's API for agents: property {@code workers}. */
  public static URI workers() {
    return named("workers", 8700);
  }

  /** Composer's port for operators: property {@code operators}. */
  public static URI operators() {
    return named("operators", 8008);
  }

  private static URI named(String property, int usualPort) {
    URI url = URI.create(System.getProperty(property, "http://127.0.0.1:" + usualPort));
    String host = String.valueOf(url.getHost());
    if (!host.matches("127\\..*|localhost|\\[::1]")) {
      throw new IllegalArgumentException(
          property + ": load goes to programs on this machine only, not to " + url);
    }
    return url;
  }
}
