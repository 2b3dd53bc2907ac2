package org.imagebuilder.agent;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.imagebuilder.agent.http.Polling;
import org.imagebuilder.agent.jobs.Json;
import org.imagebuilder.agent.uploads.aws.AwsAccount;
import org.imagebuilder.agent.uploads.aws.AwsSettings;

/** Makes what the agent has of AWS out of its configuration. */
final class AwsAccounts {

  private static final long PART_BYTES = 32L << 20;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** An import takes minutes, a copy between continents sometimes hours. */
  private static final Polling WAITING =
      new Polling(Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofHours(24));

  /** What whoever runs the agent sets when uploads to AWS are its business. */
  private static final List<String> VARIABLES =
      List.of(
          "AWS_ACCESS_KEY_ID",
          "AWS_SHARED_CREDENTIALS_FILE",
          "AWS_PROFILE",
          "AWS_WEB_IDENTITY_TOKEN_FILE");

  private AwsAccounts() {}

  /** Whether somebody gave this machine something of AWS. */
  static boolean isConfigured(AwsSection aws, Map<String, String> environment) {
    return aws.bucket().isPresent()
        || aws.accessKeyId().isPresent()
        || aws.credentials().isPresent()
        || VARIABLES.stream().anyMatch(environment::containsKey);
  }

  static AwsAccount of(AwsSection aws, GenericS3Section store) {
    AwsSettings settings =
        new AwsSettings(
            new AwsSettings.Endpoints(aws.endpoint(), aws.ec2Endpoint()),
            aws.region(),
            aws.bucket(),
            new AwsSettings.Keys(
                aws.accessKeyId(), aws.secretAccessKey(), aws.credentials(), aws.s3Credentials()),
            new AwsSettings.Trust(aws.caBundle(), aws.skipSslVerification()),
            new AwsSettings.GenericStore(
                store.endpoint(),
                store.region(),
                store.bucket(),
                store.credentials(),
                new AwsSettings.Trust(store.caBundle(), store.skipSslVerification())),
            new AwsSettings.Pace(PART_BYTES, PAUSE, WAITING));
    return new AwsAccount(settings, System.getenv(), Json.mapper(), InstantSource.system());
  }
}
