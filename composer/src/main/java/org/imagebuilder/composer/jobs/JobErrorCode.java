package org.imagebuilder.composer.jobs;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The catalogue of job errors: number, the class under which metrics count it, and whether it only
 * passes on the failure of an input. Numbers are permanent.
 */
public enum JobErrorCode {
  NO_DYNAMIC_ARGS(1, "4xx", false),
  INVALID_TARGET_CONFIG(2, "4xx", false),
  SHARING_TARGET(3, "4xx", false),
  INVALID_TARGET(4, "4xx", false),
  DEPSOLVE_DEPENDENCY(5, "4xx", true),
  READING_JOB_STATUS(6, "5xx", false),
  PARSING_DYNAMIC_ARGS(7, "5xx", false),
  MANIFEST_GENERATION(8, "5xx", false),
  MANIFEST_DEPENDENCY(9, "4xx", true),
  BUILD_JOB(10, "5xx", false),
  UPLOADING_IMAGE(11, "5xx", false),
  IMPORTING_IMAGE(12, "5xx", false),
  KOJI_FAILED_DEPENDENCY(13, "5xx", true),
  KOJI_BUILD(14, "5xx", false),
  KOJI_INIT(15, "5xx", false),
  KOJI_FINALIZE(16, "5xx", false),
  INVALID_CONFIG(17, "5xx", false),
  OLD_RESULT_COMPATIBLE(18, "5xx", false),
  EMPTY_MANIFEST(19, "4xx", false),
  DNF_DEPSOLVE_ERROR(20, "4xx", false),
  DNF_MARKING_ERRORS(21, "4xx", false),
  DNF_OTHER_ERROR(22, "5xx", false),
  RPMMD_ERROR(23, "5xx", false),
  EMPTY_PACKAGE_SPECS(24, "4xx", false),
  DNF_REPO_ERROR(25, "5xx", false),
  JOB_DEPENDENCY(26, "4xx", true),
  JOB_MISSING_HEARTBEAT(27, "5xx", false),
  TARGET_ERROR(28, "4xx", false),
  PARSING_JOB_ARGS(29, "5xx", false),
  CONTAINER_RESOLUTION(30, "4xx", false),
  CONTAINER_DEPENDENCY(31, "5xx", true),
  OSTREE_REF_INVALID(32, "5xx", false),
  OSTREE_REF_RESOLUTION(33, "5xx", false),
  OSTREE_PARAMS_INVALID(34, "5xx", false),
  OSTREE_DEPENDENCY(35, "4xx", true),
  REMOTE_FILE_RESOLUTION(36, "5xx", false),
  JOB_PANICKED(37, "5xx", false),
  GENERATING_SIGNED_URL(38, "5xx", false),
  INVALID_REPOSITORY_URL(39, "5xx", false),
  DEPSOLVE_TIMEOUT(40, "5xx", false),
  BOOTC_INFO_RESOLVE(41, "4xx", false),
  BUILD_VERSION_MISMATCH(42, "5xx", true),
  COMPOSE_CANCELED(43, "4xx", false),
  NO_WORKER(44, "5xx", false),
  UNKNOWN_JOB_TYPE(45, "5xx", false);

  private static final Map<Integer, JobErrorCode> BY_NUMBER =
      Arrays.stream(values()).collect(Collectors.toMap(JobErrorCode::number, Function.identity()));

  private final int number;
  private final String statusClass;
  private final boolean dependency;

  JobErrorCode(int number, String statusClass, boolean dependency) {
    this.number = number;
    this.statusClass = statusClass;
    this.dependency = dependency;
  }

  /** The code with this number; workers may know numbers that this release does not. */
  public static Optional<JobErrorCode> withNumber(int number) {
    return Optional.ofNullable(BY_NUMBER.get(number));
  }

  public int number() {
    return number;
  }

  /** {@code 4xx} where a user can mend it, {@code 5xx} where an operator must. */
  public String statusClass() {
    return statusClass;
  }

  /** Whether the cause stands with the job's inputs. */
  public boolean isDependency() {
    return dependency;
  }

  /** The error as a worker would send it. */
  public JobError because(String reason) {
    return new JobError(number, reason, null);
  }
}
