package org.imagebuilder.composer.limits;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * How much of what callers send is taken at a time. How large a body, a header and a path may be is
 * said by quarkus.http.limits.*, for both APIs.
 */
@ConfigMapping(prefix = "composer.limits")
public interface LimitsConfig {
  /** How deep the JSON of a request may be nested. */
  @WithDefault("64")
  int maxDepth();

  /** How many names, values, beginnings and ends the JSON of a request may have. */
  @WithDefault("100000")
  long maxElements();

  /** How deep the JSON of a report may be nested. */
  @WithDefault("200")
  int maxReportDepth();

  /** How many names, values, beginnings and ends the JSON of a report may have. */
  @WithDefault("4000000")
  long maxReportElements();

  /** What large request bodies may take of the memory together; more of them wait unread. */
  @WithDefault("64M")
  MemorySize requestMemory();

  /** In this time the line and the headers of a request have to come, once they have begun. */
  @WithDefault("10s")
  Duration headTimeout();

  /** In this time a body has to end, or to grow by some kilobytes; else it is refused. */
  @WithDefault("30s")
  Duration bodyTimeout();

  /** How many requests of each API may be worked on at the same time; waiting ones are apart. */
  @WithDefault("500")
  int requests();

  /** How many calls of the cloud API may wait for the end of a job at the same time. */
  @WithDefault("200")
  int waitingCalls();

  /** How many agents may wait for a job at the same time. */
  @WithDefault("5000")
  int waitingPolls();
}
