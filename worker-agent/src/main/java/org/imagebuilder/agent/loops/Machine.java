package org.imagebuilder.agent.loops;

import java.util.Optional;

/** The machine that the agent runs on, where somebody else decides how long it lives. */
public interface Machine {

  /** Asks that this machine is not the one to go when fewer are needed. */
  void protect(boolean busy) throws InterruptedException;

  /** Why the machine will go away soon; empty: nobody said so. */
  Optional<String> notice() throws InterruptedException;
}
