package org.imagebuilder.imagebuilder.neighbours;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Where a neighbour is and how it is reached; the settings of each have these among theirs. */
public interface ConnectionConfig {
  /** Its address with the path of its API; without one there is no such neighbour. */
  Optional<URI> url();

  /** How long it may take until it is connected. */
  @WithDefault("3s")
  Duration connectTimeout();

  /** How long it may say nothing; more than its calls may take. */
  @WithDefault("20s")
  Duration readTimeout();

  /** A configuration {@code quarkus.tls.<name>.*}, for authorities of one's own. */
  Optional<String> tlsConfigurationName();

  /** A proxy on the way, as a URL, with user and password if it wants them. */
  Optional<URI> proxy();
}
