package org.imagebuilder.agent.errors;

/** The catalogue of job errors that this agent writes; numbers are permanent (worker contract). */
public enum JobErrorCode {
  NO_DYNAMIC_ARGS(1, "No dynamic arguments"),
  INVALID_TARGET_CONFIG(2, "The upload target's options are not in order"),
  SHARING_TARGET(3, "The image could not be shared"),
  INVALID_TARGET(4, "The worker does not know this kind of upload target"),
  PARSING_DYNAMIC_ARGS(7, "An input of the job is not what it expects"),
  MANIFEST_GENERATION(8, "The manifest could not be made"),
  MANIFEST_DEPENDENCY(9, "Manifest dependency failed"),
  BUILD_JOB(10, "build failure"),
  UPLOADING_IMAGE(11, "The image could not be uploaded"),
  IMPORTING_IMAGE(12, "The uploaded image could not be registered"),
  KOJI_FAILED_DEPENDENCY(13, "At least one job dependency failed"),
  KOJI_BUILD(14, "A file of the Koji build could not be read or made"),
  KOJI_INIT(15, "The Koji build could not be reserved"),
  KOJI_FINALIZE(16, "The Koji build could not be imported"),
  INVALID_CONFIG(17, "The worker's configuration or tools do not allow this job"),
  EMPTY_MANIFEST(19, "Job has no manifest"),
  DEPSOLVE_ERROR(20, "The package set has no solution"),
  MARKING_ERRORS(21, "A package or group does not exist"),
  SOLVER_ERROR(22, "The package solver failed"),
  SOLVER_CALL_FAILED(23, "The tool that makes the manifest could not do its work"),
  REPOSITORY_ERROR(25, "A repository cannot be used"),
  JOB_DEPENDENCY(26, "Job dependency failed"),
  TARGET_ERROR(28, "at least one target failed"),
  PARSING_JOB_ARGS(29, "The args are not what this job type expects"),
  CONTAINER_RESOLUTION(30, "A container could not be resolved"),
  OSTREE_REF_INVALID(32, "Invalid OSTree ref"),
  OSTREE_REF_RESOLUTION(33, "Error resolving OSTree ref"),
  OSTREE_PARAMS_INVALID(34, "Invalid OSTree parameters or parameter combination"),
  REMOTE_FILE_RESOLUTION(36, "A remote file could not be fetched"),
  JOB_PANICKED(37, "The worker's own code failed unexpectedly"),
  GENERATING_SIGNED_URL(38, "No download URL could be made for the uploaded image"),
  INVALID_REPOSITORY_URL(39, "The address of a repository is not valid"),
  BOOTC_INFO_RESOLVE(41, "A bootc container could not be inspected"),
  UNKNOWN_JOB_TYPE(45, "The worker cannot run this job type");

  private final int number;
  private final String reason;

  JobErrorCode(int number, String reason) {
    this.number = number;
    this.reason = reason;
  }

  public int number() {
    return number;
  }

  /** The sentence to use where there is no better one. */
  public String reason() {
    return reason;
  }
}
