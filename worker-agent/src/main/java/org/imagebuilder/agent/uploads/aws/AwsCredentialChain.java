package org.imagebuilder.agent.uploads.aws;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.jspecify.annotations.Nullable;

/**
 * Where credentials come from when neither target nor settings name them: the environment, a role
 * by web identity, AWS' credentials file, the container's role, the role of a machine in EC2.
 */
final class AwsCredentialChain {

  /** Keys of a role are renewed while they still hold for the longest single request. */
  private static final Duration MARGIN = Duration.ofMinutes(6);

  private final Map<String, String> environment;
  private final Ec2Metadata metadata;
  private final InstantSource clock;
  private volatile @Nullable AwsCredentials ofRole;

  AwsCredentialChain(Map<String, String> environment, Ec2Metadata metadata, InstantSource clock) {
    this.environment = Map.copyOf(environment);
    this.metadata = metadata;
    this.clock = clock;
  }

  AwsCredentials find() throws JobErrorException, InterruptedException {
    Optional<AwsCredentials> found = fromEnvironment();
    boolean byToken = new WebIdentityRole(environment).isSet();
    if (found.isEmpty() && !byToken) {
      found = fromFile();
    }
    if (found.isEmpty()) {
      found = fromRole();
    }
    return found.orElseThrow(
        () ->
            new JobErrorException(
                JobErrorCode.INVALID_CONFIG,
                "The worker has no credentials for AWS: set agent.aws.credentials to a file,"
                    + " agent.aws.access-key-id and agent.aws.secret-access-key, or"
                    + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine a role"));
  }

  private Optional<AwsCredentials> fromEnvironment() {
    return AwsCredentials.of(
        environment.get("AWS_ACCESS_KEY_ID"),
        environment.get("AWS_SECRET_ACCESS_KEY"),
        environment.get("AWS_SESSION_TOKEN"));
  }

  private Optional<AwsCredentials> fromFile() throws JobErrorException {
    String named = environment.get("AWS_SHARED_CREDENTIALS_FILE");
    Path file =
        named != null
            ? Path.of(named)
            : Path.of(environment.getOrDefault("HOME", "/"), ".aws", "credentials");
    return Files.isReadable(file)
        ? AwsProfile.find(file, environment.getOrDefault("AWS_PROFILE", "default"))
        : Optional.empty();
  }

  private Optional<AwsCredentials> fromRole() throws JobErrorException, InterruptedException {
    AwsCredentials known = ofRole;
    if (known != null && holds(known)) {
      return Optional.of(known);
    }
    WebIdentityRole byToken = new WebIdentityRole(environment);
    if (byToken.isSet()) {
      AwsCredentials taken = byToken.credentials();
      ofRole = taken;
      return Optional.of(taken);
    }
    Optional<AwsCredentials> fresh = new ContainerRole(environment, metadata.json()).credentials();
    if (fresh.isEmpty() && !"true".equalsIgnoreCase(environment.get("AWS_EC2_METADATA_DISABLED"))) {
      fresh = metadata.credentials();
    }
    ofRole = fresh.orElse(null);
    return fresh;
  }

  private boolean holds(AwsCredentials credentials) {
    Instant expiry = credentials.expiry().orElse(Instant.MIN);
    return expiry.isAfter(clock.instant().plus(MARGIN));
  }
}
