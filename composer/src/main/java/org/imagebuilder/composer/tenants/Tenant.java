package org.imagebuilder.composer.tenants;

/** Whose composes these are; empty without authentication, when all callers are one tenant. */
public record Tenant(String name) {
  /** Everybody, where callers do not say who they are. */
  public static final Tenant EVERYBODY = new Tenant("");

  private static final String CHANNEL_PREFIX = "org-";

  public Channel channel() {
    return new Channel(name.isEmpty() ? "" : CHANNEL_PREFIX + name);
  }
}
