package org.imagebuilder.agent.uploads.aws;

import java.util.Optional;

/** What a person can do about an error of Amazon's services. */
final class AwsAdvice {

  private AwsAdvice() {}

  /** As the second half of a sentence; empty where the service's own words have to do. */
  static Optional<String> of(AwsException failure) {
    String message = String.valueOf(failure.getMessage());
    if (message.contains("vmimport")) {
      return Optional.of(
          "the account needs the role vmimport, which lets EC2 read the bucket (docs/targets.md)");
    }
    return switch (failure.code()) {
      case "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "AuthFailure",
          "InvalidClientTokenId",
          "UnrecognizedClientException",
          "InvalidToken",
          "InvalidSecurity",
          "MissingAuthenticationToken",
          "Status401" ->
          Optional.of("the credentials are wrong; check the keys of the target, or the worker's");
      case "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired" ->
          Optional.of("the credentials have expired; use new ones");
      case "AccessDenied", "UnauthorizedOperation", "AccessDeniedException", "Status403" ->
          Optional.of(
              "the credentials do not permit it; docs/targets.md lists the permissions needed");
      case "OptInRequired", "NotSignedUp", "AccountProblem", "PendingVerification" ->
          Optional.of("the account may not use this service or region; enable it for the account");
      case "NoSuchBucket" ->
          Optional.of("the bucket does not exist; create it, or name another one");
      case "PermanentRedirect",
          "TemporaryRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException",
          "Status301",
          "Status307" ->
          Optional.of(
              "the bucket is in another region%s; the target's region must be the bucket's"
                  .formatted(failure.region().map(region -> ", " + region).orElse("")));
      case "InvalidBucketName" -> Optional.of("this is not a name that a bucket can have");
      case "RequestTimeTooSkewed", "RequestExpired" ->
          Optional.of("the worker's clock is wrong; set it");
      case "Unreachable" -> Optional.of("the region may not exist, or the worker has no way to it");
      case "RequestLimitExceeded", "Throttling", "SlowDown" ->
          Optional.of("too many requests; try again later");
      case "ResourceLimitExceeded", "SnapshotLimitExceeded", "ResourceCountLimitExceeded" ->
          Optional.of("the account's quota is used up; remove old images or ask for more");
      case "InvalidAMIName.Duplicate" ->
          Optional.of("the region has an image of this name already; choose another name");
      default -> Optional.empty();
    };
  }
}
