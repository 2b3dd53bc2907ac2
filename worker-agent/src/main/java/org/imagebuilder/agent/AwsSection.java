package org.imagebuilder.agent;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** AWS. What a job's target names comes first, then this, then AWS' own chain. */
public interface AwsSection {

  /** URL of S3; empty: AWS_ENDPOINT_URL_S3, else Amazon. */
  Optional<URI> endpoint();

  /** URL of EC2; empty: AWS_ENDPOINT_URL_EC2, else Amazon. */
  Optional<URI> ec2Endpoint();

  /** Region where a target names none; empty: AWS_REGION. */
  Optional<String> region();

  /** Bucket where a target names none. */
  Optional<String> bucket();

  /** File with credentials, as the AWS tools have it; its section default counts. */
  Optional<Path> credentials();

  /** The same, for files in S3 alone. */
  Optional<Path> s3Credentials();

  /** Access key id where a target names none; empty: AWS' own chain. */
  Optional<String> accessKeyId();

  /** Secret of that key. */
  Optional<String> secretAccessKey();

  /** File with the certificate authorities to trust instead of the system's. */
  Optional<Path> caBundle();

  /** Trust any certificate. Only for tests. */
  @WithDefault("false")
  boolean skipSslVerification();
}
