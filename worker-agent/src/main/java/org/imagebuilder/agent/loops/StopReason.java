package org.imagebuilder.agent.loops;

/** Why a job is stopped before its end. */
enum StopReason {
  /** Its compose was cancelled. */
  CANCELED,
  /** Somebody else has the job now. */
  LOST,
  /** The agent stops. */
  SHUTDOWN
}
