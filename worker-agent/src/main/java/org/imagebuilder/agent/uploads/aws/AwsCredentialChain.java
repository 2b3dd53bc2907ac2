package org.imagebuilder.agent.uploads.aws;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.jspecify.annotations.Nullable;

/**
 * Where credentials come from when neither target nor settings name them: the environment, AWS'
 * credentials file, the machine's role in EC2.
 */
final class AwsCredentialChain {

  private final Map<String, String> environment;
  private final Ec2Metadata metadata;

  AwsCredentialChain(Map<String, String> environment, Ec2Metadata metadata) {
    this.environment = Map.copyOf(environment);
    this.metadata = metadata;
  }

  AwsCredentials find() throws JobErrorException, InterruptedException {
    Optional<AwsCredentials> found = fromEnvironment();
    if (found.isEmpty()) {
      found = fromFile();
    }
    if (found.isEmpty() && !"true".equalsIgnoreCase(environment.get("AWS_EC2_METADATA_DISABLED"))) {
      found = metadata.credentials();
    }
    return found.orElseThrow(
        () ->
            new JobErrorException(
                JobErrorCode.INVALID_CONFIG,
                "The worker has no credentials for S3: set agent.aws.access-key-id and"
                    + " agent.aws.secret-access-key, or AWS_ACCESS_KEY_ID and"
                    + " AWS_SECRET_ACCESS_KEY"));
  }

  private Optional<AwsCredentials> fromEnvironment() {
    return credentials(
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
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    try {
      Map<String, String> profile =
          profile(file, environment.getOrDefault("AWS_PROFILE", "default"));
      return credentials(
          profile.get("aws_access_key_id"),
          profile.get("aws_secret_access_key"),
          profile.get("aws_session_token"));
    } catch (IOException e) {
      throw new JobErrorException(
          JobErrorCode.INVALID_CONFIG, "The worker's AWS credentials file cannot be read");
    }
  }

  private static Map<String, String> profile(Path file, String name) throws IOException {
    Map<String, String> values = new HashMap<>();
    boolean wanted = false;
    for (String raw : Files.readAllLines(file)) {
      String line = raw.strip();
      if (line.startsWith("[")) {
        wanted = line.equals("[" + name + "]");
      } else if (wanted && line.contains("=")) {
        int equals = line.indexOf('=');
        values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
    return values;
  }

  static Optional<AwsCredentials> credentials(
      @Nullable String id, @Nullable String secret, @Nullable String token) {
    if (id == null || id.isEmpty() || secret == null || secret.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> session = Optional.ofNullable(token).filter(text -> !text.isEmpty());
    return Optional.of(new AwsCredentials(id, secret, session));
  }
}
