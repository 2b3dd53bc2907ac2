package org.imagebuilder.agent;

import io.smallrye.config.WithDefault;

/** The EC2 machine that the agent runs on, if it does. */
public interface Ec2Section {

  /** Listen to notices, and protect the machine from scale-in while jobs run. */
  @WithDefault("true")
  boolean watch();

  /** Whether a rebalance recommendation counts as notice, too. */
  @WithDefault("true")
  boolean heedRebalance();
}
