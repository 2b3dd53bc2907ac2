package org.imagebuilder.agent;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A store that speaks S3 and is not Amazon's, for targets that name neither region nor endpoint.
 */
public interface GenericS3Section {

  /** URL of the store; empty: there is none. */
  Optional<URI> endpoint();

  /** Region for the signatures. */
  Optional<String> region();

  /** Bucket where a target names none. */
  Optional<String> bucket();

  /** File with credentials, as the AWS tools have it. */
  Optional<Path> credentials();

  /** File with the certificate authorities to trust instead of the system's. */
  Optional<Path> caBundle();

  /** Trust any certificate of the store. Only for tests. */
  @WithDefault("false")
  boolean skipSslVerification();
}
