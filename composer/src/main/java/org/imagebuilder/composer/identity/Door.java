package org.imagebuilder.composer.identity;

/** One of the two APIs that callers come to; each has rules of its own. */
public enum Door {
  /** The API of users and services. */
  CLOUD_API("composer.identity.cloud-api"),
  /** The API of agents. */
  WORKER_API("composer.identity.worker-api");

  private final String prefix;

  Door(String prefix) {
    this.prefix = prefix;
  }

  /** The name of one of its configuration keys. */
  public String key(String name) {
    return prefix + "." + name;
  }
}
