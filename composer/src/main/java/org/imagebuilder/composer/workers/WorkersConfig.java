package org.imagebuilder.composer.workers;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How agents are treated. */
@ConfigMapping(prefix = "composer.workers")
public interface WorkersConfig {
  /** How long an agent waits for a job before it is told that there is none. */
  @WithDefault("20s")
  Duration pollTime();

  /** After which silence an agent is forgotten and has to register again. */
  @WithDefault("1h")
  Duration forgetAfter();

  /** How often silent agents are looked for. */
  @WithDefault("5m")
  Duration cleanEvery();

  /** How often replicas tell each other, through the database, which types workers ask for. */
  @WithDefault("30s")
  Duration askedEvery();

  /** After how long a compose says that no worker asks for its kind of job. */
  @WithDefault("5m")
  Duration noticeAfter();

  /** After how long a job fails for which no worker ever asked. */
  @WithDefault("1d")
  Duration giveUpAfter();

  /** The largest report that an agent may send; manifests and logs travel in it. */
  @WithDefault("32M")
  MemorySize maxReport();

  /** What all reports that are being read may take of the memory; more of them wait unread. */
  @WithDefault("256M")
  MemorySize reportMemory();

  /** How long a final result waits for a database that is away before it is refused. */
  @WithDefault("60s")
  Duration resultPatience();
}
