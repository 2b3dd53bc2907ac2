package org.imagebuilder.agent.uploads.aws;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;

/** A call that one of Amazon's services, or a store, did not do. */
final class AwsException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String code;
  private final transient Optional<String> region;

  private AwsException(String code, String problem, Optional<String> region) {
    super(problem);
    this.code = code;
    this.region = region;
  }

  static AwsException refused(AwsAnswer answer) {
    return new AwsException(
        answer.code().orElse("Status" + answer.http().status()),
        answer.problem(),
        answer.http().header("x-amz-bucket-region"));
  }

  static AwsException unreachable(String host, IOException reason) {
    return new AwsException(
        "Unreachable",
        "%s cannot be reached: %s".formatted(host, reason.getMessage()),
        Optional.empty());
  }

  static AwsException incomplete(String member) {
    return new AwsException("Incomplete", "The answer has no " + member, Optional.empty());
  }

  /** In the service's spelling, or {@code Unreachable}, or {@code Status} and its number. */
  String code() {
    return code;
  }

  boolean hasCode(String... codes) {
    return List.of(codes).contains(code);
  }

  /** Where the bucket really is, if the store said so. */
  Optional<String> region() {
    return region;
  }

  /** The job's error: what to do, with the service's own words as details. */
  JobErrorException as(JobErrorCode number, String what) {
    return new JobErrorException(
        number,
        what + AwsAdvice.of(this).map(advice -> ": " + advice).orElse(""),
        String.valueOf(getMessage()));
  }
}
