package org.imagebuilder.imagebuilder.recommendations;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where packages are recommended, and how to get there. */
@ConfigMapping(prefix = "imagebuilder.recommendations")
public interface RecommendationsConfig {
  /** The service's address; without one nothing is recommended. */
  Optional<URI> url();

  /** Client id for the token that the service wants. */
  Optional<String> clientId();

  /** Without a secret the service is called without a token. */
  Optional<String> clientSecret();

  /** Proxy between here and the service, as a URL. */
  Optional<URI> proxy();

  /** Authorities that the service's certificate may be of, as PEM; else those of the system. */
  Optional<Path> caPath();
}
