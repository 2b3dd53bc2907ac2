package org.imagebuilder.agent;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where composer is, and how it is reached. */
public interface ComposerSection {

  String DEFAULT_CA_FILE = "/etc/osbuild-composer/ca-crt.pem";
  String DEFAULT_CERTIFICATE = "/etc/osbuild-composer/worker-crt.pem";
  String DEFAULT_KEY = "/etc/osbuild-composer/worker-key.pem";

  /** Scheme, host and port of composer's worker listener. */
  @WithDefault("http://localhost:8700")
  URI url();

  /** Path of the worker API there. */
  @WithDefault("/api/image-builder-worker/v1")
  String basePath();

  /** HTTP proxy for composer and the token server; its address may hold a password. */
  Optional<String> proxy();

  /** Authorities of composer's certificate; without the default file the system's. */
  @WithDefault(DEFAULT_CA_FILE)
  Path caFile();

  /** The agent's own certificate; the default file only without OAuth. */
  @WithDefault(DEFAULT_CERTIFICATE)
  Path clientCertificate();

  /** Key of that certificate. */
  @WithDefault(DEFAULT_KEY)
  Path clientKey();
}
