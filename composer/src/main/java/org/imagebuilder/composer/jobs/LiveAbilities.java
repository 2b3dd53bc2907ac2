package org.imagebuilder.composer.jobs;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;

/** What the workers that are alive can do; told by the room that knows workers. */
public interface LiveAbilities {
  /**
   * Whether the channel has live workers and none of them announced this ability. False when there
   * is no worker at all: one that can may come.
   */
  Uni<Boolean> areLackingEverywhere(String channel, String ability);

  /**
   * For how long at least no worker of the channel has asked for this type; empty when somebody did
   * lately. Known without asking the database.
   */
  Optional<Duration> unaskedFor(String channel, String queueType);
}
