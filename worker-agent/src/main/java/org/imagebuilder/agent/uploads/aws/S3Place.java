package org.imagebuilder.agent.uploads.aws;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.imagebuilder.agent.contract.worker.model.AwsS3TargetOptions;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.uploads.aws.AwsSettings.GenericStore;

/**
 * Where the file of one target goes: Amazon where the target names a region alone, another store
 * where it names region and endpoint, the worker's own store where it names neither.
 */
record S3Place(S3Bucket bucket, AwsIdentity identity, AwsSettings.Trust trust) {

  static S3Place of(AwsS3TargetOptions options, AwsAccount account) throws JobErrorException {
    Optional<String> endpoint = AwsAccount.text(options.getEndpoint());
    Optional<String> region = AwsAccount.text(options.getRegion());
    if (endpoint.isPresent() && region.isEmpty()) {
      throw new JobErrorException(
          JobErrorCode.INVALID_CONFIG, "The target has an endpoint and no region; name both");
    }
    if (endpoint.isPresent()) {
      return named(options, endpoint.get(), account);
    }
    GenericStore store = account.settings().generic();
    return region.isEmpty() && store.endpoint().isPresent()
        ? configured(options, store)
        : amazon(options, account);
  }

  private static S3Place amazon(AwsS3TargetOptions options, AwsAccount account)
      throws JobErrorException {
    AwsSettings settings = account.settings();
    Optional<URI> endpoint = account.s3Endpoint();
    String region =
        account
            .region(options.getRegion())
            // Stores other than Amazon's want a region in the signature, but mostly any.
            .or(() -> endpoint.map(any -> "us-east-1"))
            .orElseThrow(() -> missing("region", "agent.aws.region"));
    String bucket =
        AwsAccount.bucket(options.getBucket(), settings.bucket())
            .orElseThrow(() -> missing("bucket", "agent.aws.bucket"));
    return new S3Place(
        new S3Bucket(endpoint, region, bucket),
        account.identity(keys(options), settings.keys().s3File()),
        trust(options, settings.trust()));
  }

  private static S3Place named(AwsS3TargetOptions options, String endpoint, AwsAccount account)
      throws JobErrorException {
    GenericStore store = account.settings().generic();
    URI uri = AwsAccount.uri(endpoint, "endpoint", JobErrorCode.INVALID_TARGET_CONFIG);
    String region = account.region(options.getRegion()).orElseThrow();
    String bucket =
        AwsAccount.text(options.getBucket())
            .or(store::bucket)
            .orElseThrow(() -> missing("bucket", "agent.generic-s3.bucket"));
    return new S3Place(
        new S3Bucket(Optional.of(uri), region, bucket),
        identity(options, store),
        trust(options, store.trust()));
  }

  private static S3Place configured(AwsS3TargetOptions options, GenericStore store)
      throws JobErrorException {
    String region = store.region().orElseThrow(() -> missing("region", "agent.generic-s3.region"));
    String bucket =
        AwsAccount.text(options.getBucket())
            .or(store::bucket)
            .orElseThrow(() -> missing("bucket", "agent.generic-s3.bucket"));
    return new S3Place(
        new S3Bucket(store.endpoint(), region, bucket),
        identity(options, store),
        trust(options, store.trust()));
  }

  /** Amazon's own chain is not for other stores: it would show them keys that they must not see. */
  private static AwsIdentity identity(AwsS3TargetOptions options, GenericStore store)
      throws JobErrorException {
    Optional<AwsCredentials> keys = keys(options);
    Optional<Path> file = store.credentials();
    if (keys.isEmpty() && file.isEmpty()) {
      throw missing("credentials", "agent.generic-s3.credentials");
    }
    return () -> keys.isPresent() ? keys.get() : AwsProfile.read(file.orElseThrow(), "default");
  }

  private static Optional<AwsCredentials> keys(AwsS3TargetOptions options) {
    return AwsCredentials.of(
        options.getAccessKeyID(), options.getSecretAccessKey(), options.getSessionToken());
  }

  private static AwsSettings.Trust trust(AwsS3TargetOptions options, AwsSettings.Trust own) {
    return new AwsSettings.Trust(
        AwsAccount.text(options.getCaBundle()).map(Path::of).or(own::caBundle),
        Boolean.TRUE.equals(options.getSkipSslVerification()) || own.anybody());
  }

  private static JobErrorException missing(String option, String setting) {
    return new JobErrorException(
        JobErrorCode.INVALID_CONFIG,
        "The target names no %s and the worker's setting %s is empty".formatted(option, setting));
  }

  S3Connection connection(String key, AwsAccount account) throws JobErrorException {
    return new S3Connection(
        bucket,
        key,
        () -> new AwsSigner("s3", bucket.region(), identity.credentials(), account.clock()),
        account.caller(trust),
        account.retry());
  }

  /** A URL with which anybody may read the object for a while. */
  URI signed(URI object, Duration validity, AwsAccount account)
      throws JobErrorException, InterruptedException {
    AwsCredentials credentials = identity.credentials();
    return new AwsSigner("s3", bucket.region(), credentials, account.clock())
        .presigned(object, validity);
  }
}
