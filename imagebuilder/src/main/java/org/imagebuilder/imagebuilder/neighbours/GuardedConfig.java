package org.imagebuilder.imagebuilder.neighbours;

import java.util.Map;

/** The settings of a neighbour whose calls keep to {@link CallRules}. */
public interface GuardedConfig extends ConnectionConfig {
  /** What its calls may take, by their kind; {@code all} for all of them. */
  Map<String, CallConfig> calls();
}
