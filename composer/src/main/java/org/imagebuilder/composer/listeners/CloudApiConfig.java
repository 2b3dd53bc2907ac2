package org.imagebuilder.composer.listeners;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.vertx.core.http.ClientAuth;
import java.util.List;
import java.util.Optional;

/** How the cloud API is reached, besides what the keys of the main port say. */
@ConfigMapping(prefix = "composer.cloud-api")
interface CloudApiConfig {
  /** Whether callers have to show a certificate: NONE, REQUEST or REQUIRED. Only with TLS. */
  @WithDefault("NONE")
  ClientAuth clientAuth();

  /** The host names for one of which a certificate has to be valid. */
  Optional<List<String>> allowedDomains();
}
