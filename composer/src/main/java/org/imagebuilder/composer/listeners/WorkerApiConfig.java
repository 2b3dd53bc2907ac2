package org.imagebuilder.composer.listeners;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.vertx.core.http.ClientAuth;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How the worker API is reached. */
@ConfigMapping(prefix = "composer.worker-api")
public interface WorkerApiConfig {
  /** The address to listen on. */
  @WithDefault("0.0.0.0")
  String host();

  /** The port to listen on; 0 takes any free one. */
  @WithDefault("8700")
  int port();

  /** The path below which agents find the API; on one's own machines often /api/worker/v1. */
  @WithDefault("/api/image-builder-worker/v1")
  String basePath();

  /** The name of a configuration of the TLS registry; without it the door speaks plain HTTP. */
  Optional<String> tlsConfigurationName();

  /** Whether agents have to show a certificate: NONE, REQUEST or REQUIRED. Only with TLS. */
  @WithDefault("NONE")
  ClientAuth clientAuth();

  /** The host names for one of which a certificate has to be valid. */
  Optional<List<String>> allowedDomains();

  /** The longest time that a connection may say nothing; has to exceed the wait for a job. */
  @WithDefault("5m")
  Duration idleTimeout();
}
