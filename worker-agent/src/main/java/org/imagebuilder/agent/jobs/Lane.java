package org.imagebuilder.agent.jobs;

/** Jobs of different lanes do not wait for each other. */
public enum Lane {
  /** Short jobs, which a build must not hold up. */
  QUICK,
  /** Builds. */
  BUILD
}
