package org.imagebuilder.agent.composer;

/** What a heartbeat or a report says about a lease. */
public enum LeaseState {
  /** It holds; go on. */
  HELD,
  /** The result is not wanted any more. */
  CANCELED,
  /** It belongs to somebody else now, or to nobody. */
  LOST
}
