package org.imagebuilder.agent.uploads.aws;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.imagebuilder.agent.http.Polling;

/**
 * The worker's own AWS settings, which apply where a target leaves something open.
 *
 * @param generic a store of its own for files, beside Amazon
 */
public record AwsSettings(
    Endpoints endpoints,
    Optional<String> region,
    Optional<String> bucket,
    Keys keys,
    Trust trust,
    GenericStore generic,
    Pace pace) {

  /** Where the services are; empty: the AWS variables, else Amazon. */
  public record Endpoints(Optional<URI> s3, Optional<URI> ec2) {}

  /**
   * Credentials; empty: AWS' own chain.
   *
   * @param file in the format of the AWS tools
   * @param s3File the same, for files in S3 alone
   */
  public record Keys(
      Optional<String> accessKeyId,
      Optional<String> secretAccessKey,
      Optional<Path> file,
      Optional<Path> s3File) {

    /** Without the secrets. */
    @Override
    public String toString() {
      return "Keys[" + accessKeyId.orElse("") + "]";
    }
  }

  /** Whose certificates are believed. */
  public record Trust(Optional<Path> caBundle, boolean anybody) {}

  /** A store that speaks S3 and is not Amazon's. */
  public record GenericStore(
      Optional<URI> endpoint,
      Optional<String> region,
      Optional<String> bucket,
      Optional<Path> credentials,
      Trust trust) {}

  /**
   * How patient and how large.
   *
   * @param partSize larger files are sent in parts of this size
   * @param pause after a failed request; doubles with each further one
   * @param waiting for what a service does in its own time
   */
  public record Pace(long partSize, Duration pause, Polling waiting) {}
}
