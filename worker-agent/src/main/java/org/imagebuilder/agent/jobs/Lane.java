package org.imagebuilder.agent.jobs;

/** Jobs of different lanes do not wait for each other. */
public enum Lane {
  /** Short jobs, which a build must not hold up. */
  QUICK,
  /** Builds. */
  BUILD,
  /** Jobs that wait for a cloud, perhaps for hours, and need nothing of this machine. */
  CLOUD
}
