package org.imagebuilder.agent.uploads.aws;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who signs a request.
 *
 * @param expiry of the credentials of a role
 */
record AwsCredentials(
    String accessKeyId,
    String secretAccessKey,
    Optional<String> sessionToken,
    Optional<Instant> expiry) {

  AwsCredentials(String accessKeyId, String secretAccessKey, Optional<String> sessionToken) {
    this(accessKeyId, secretAccessKey, sessionToken, Optional.empty());
  }

  /** Empty where one of the keys is missing. */
  static Optional<AwsCredentials> of(
      @Nullable String id, @Nullable String secret, @Nullable String token) {
    if (id == null || id.isBlank() || secret == null || secret.isBlank()) {
      return Optional.empty();
    }
    return Optional.of(
        new AwsCredentials(id.strip(), secret.strip(), AwsAccount.text(token).map(String::strip)));
  }

  AwsCredentials until(@Nullable Instant newExpiry) {
    return new AwsCredentials(
        accessKeyId, secretAccessKey, sessionToken, Optional.ofNullable(newExpiry));
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "AwsCredentials[" + accessKeyId + "]";
  }
}
