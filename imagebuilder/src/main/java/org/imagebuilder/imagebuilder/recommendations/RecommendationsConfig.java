package org.imagebuilder.imagebuilder.recommendations;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;
import org.imagebuilder.imagebuilder.neighbours.ConnectionConfig;
import org.imagebuilder.imagebuilder.neighbours.GuardedConfig;

/** Where packages are recommended; without an address nothing is. */
@ConfigMapping(prefix = RecommendationsConfig.KEY)
public interface RecommendationsConfig extends GuardedConfig {
  String KEY = "imagebuilder.recommendations";

  /** Client id for the token that the service wants. */
  Optional<String> clientId();

  /** Without a secret the service is called without a token. */
  Optional<String> clientSecret();

  /** The server that gives tokens; it is not reached by the proxy. */
  ConnectionConfig token();

  /** Authorities that the service's certificate may be of, as PEM; else those of the system. */
  Optional<Path> caPath();
}
