package org.imagebuilder.composer.errors;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The catalogue of errors of the cloud API, in the order in which it is listed: number, HTTP status
 * and sentence of each. Numbers are permanent and never used again, also where nothing gives them
 * any more.
 */
public enum ErrorCode {
  UNAUTHENTICATED(401, 401, "Account authentication could not be verified"),
  UNAUTHORIZED(2, 403, "Account is unauthorized to perform this action"),
  UNSUPPORTED_MEDIA_TYPE(3, 415, "Only 'application/json' content is supported"),
  UNSUPPORTED_DISTRIBUTION(4, 400, "Unsupported distribution"),
  UNSUPPORTED_ARCHITECTURE(5, 400, "Unsupported architecture"),
  UNSUPPORTED_IMAGE_TYPE(6, 400, "Unsupported image type"),
  INVALID_REPOSITORY(7, 400, "Must specify baseurl, mirrorlist, or metalink"),
  DNF_ERROR(8, 400, "Failed to depsolve packages"),
  INVALID_OSTREE_REF(9, 400, "Invalid OSTree ref"),
  INVALID_OSTREE_REPO(10, 400, "Error resolving OSTree repo"),
  FAILED_TO_MAKE_MANIFEST(11, 400, "Failed to get manifest"),
  INVALID_COMPOSE_ID(14, 400, "Invalid format for compose id"),
  COMPOSE_NOT_FOUND(15, 404, "Compose with given id not found"),
  INVALID_ERROR_ID(16, 400, "Invalid format for error id, it should be an integer as a string"),
  ERROR_NOT_FOUND(17, 404, "Error with given id not found"),
  INVALID_PAGE_PARAM(18, 400, "Invalid format for page param, it should be an integer as a string"),
  INVALID_SIZE_PARAM(19, 400, "Invalid format for size param, it should be an integer as a string"),
  BODY_DECODING_ERROR(20, 400, "Malformed json, unable to decode body"),
  RESOURCE_NOT_FOUND(21, 404, "Requested resource doesn't exist"),
  METHOD_NOT_ALLOWED(22, 405, "Requested method isn't supported for resource"),
  NOT_ACCEPTABLE(23, 406, "Only 'application/json' content is supported"),
  NO_BASE_URL_IN_PAYLOAD_REPOSITORY(24, 400, "BaseURL must be specified for payload repositories"),
  INVALID_JOB_TYPE(26, 404, "Job with given id has an invalid type"),
  INVALID_NUMBER_OF_IMAGE_BUILDS(25, 400, "Compose request has unsupported number of image builds"),
  INVALID_OSTREE_PARAMS(27, 400, "Invalid OSTree parameters or parameter combination"),
  TENANT_NOT_FOUND(28, 400, "Tenant not found in JWT claims"),
  ARTIFACT_NOT_FOUND(1022, 400, "Artifact not found"),
  NO_GPG_KEY(29, 400, "Invalid repository, when check_gpg is set, gpgkey must be specified"),
  VALIDATION_FAILED(30, 400, "Request could not be validated"),
  COMPOSE_BAD_STATE(31, 400, "Compose is running or has failed"),
  UNSUPPORTED_IMAGE(32, 400, "This compose doesn't support the creation of multiple images"),
  INVALID_IMAGE_FROM_COMPOSE_ID(33, 400, "Invalid format for image id"),
  IMAGE_NOT_FOUND(34, 400, "Image with given id not found"),
  INVALID_CUSTOMIZATION(35, 400, "Invalid image customization"),
  LOCAL_SAVE_NOT_ENABLED(36, 400, "local_save is not enabled"),
  INVALID_PARTITIONING_MODE(37, 400, "Requested partitioning mode is invalid"),
  INVALID_UPLOAD_TARGET(38, 400, "Invalid upload target for image type"),
  BLUEPRINT_OR_CUSTOM_NOT_BOTH(
      39, 400, "Invalid request, include blueprint or customizations, not both"),
  MISMATCHED_DISTRIBUTION(
      40, 400, "Invalid request, Blueprint and Cloud API request Distribution must match"),
  MISMATCHED_ARCHITECTURE(
      41, 400, "Invalid request, Blueprint and Cloud API request Architecture must match"),
  BAD_REQUEST(42, 400, "Invalid request, see details for more information"),
  DISTRO_OR_BOOTC_NOT_BOTH(
      43, 400, "Invalid request, either bootc or distribution needs to be specified, but not both"),
  DISTRO_AND_BOOTC_MISSING(
      44, 400, "Invalid request, either bootc or distribution needs to be specified"),
  DISTRO_MISSING(45, 400, "Invalid request, distribution is required for this compose request"),
  ISO_PAYLOAD_REFERENCE_FORBIDDEN(
      46, 400, "iso_payload_reference must not be set for non-ISO bootc image types"),
  BOOTC_ONLY_IMAGE_TYPE(
      47,
      400,
      "bootable-container-iso image type requires a bootc compose request (use 'bootc' instead of 'distribution')"),
  IDEMPOTENCY_KEY_IN_USE(
      48, 409, "A request with the same idempotency key is still being worked on"),
  PAYLOAD_TOO_LARGE(49, 413, "Request body is too large"),
  IDEMPOTENCY_KEY_REUSED(50, 422, "Idempotency key belongs to another request"),
  TOO_MANY_REQUESTS(51, 429, "Too many requests"),
  HEADERS_TOO_LARGE(52, 431, "Request header fields are too large"),
  URI_TOO_LONG(53, 414, "Request URI is too long"),
  FAILED_TO_INITIALIZE_BLUEPRINT(1000, 400, "Failed to initialize blueprint"),
  FAILED_TO_GENERATE_MANIFEST_SEED(1001, 500, "Failed to generate manifest seed"),
  FAILED_TO_DEPSOLVE(1002, 500, "Failed to depsolve packages"),
  JSON_MARSHALLING_ERROR(1003, 500, "Failed to marshal struct"),
  JSON_UNMARSHALLING_ERROR(1004, 400, "Failed to unmarshal struct"),
  ENQUEUEING_JOB(1005, 500, "Failed to enqueue job"),
  SEVERAL_UPLOAD_TARGETS(1006, 400, "Compose has more than one upload target"),
  UNKNOWN_UPLOAD_TARGET(1007, 500, "Compose has unknown upload target"),
  FAILED_TO_LOAD_OPEN_API_SPEC(1008, 500, "Unable to load openapi spec"),
  FAILED_TO_PARSE_MANIFEST_VERSION(1009, 500, "Unable to parse manifest version"),
  UNKNOWN_MANIFEST_VERSION(1010, 500, "Unknown manifest version"),
  UNABLE_TO_CONVERT_OSTREE_COMMIT_STAGE_METADATA(
      1011, 500, "Unable to convert ostree commit stage metadata"),
  MALFORMED_OSBUILD_JOB_RESULT(1012, 500, "OSBuildJobResult does not have expected fields set"),
  GETTING_DEPSOLVE_JOB_STATUS(1013, 500, "Unable to get depsolve job status"),
  DEPSOLVE_JOB_CANCELED(1014, 500, "Depsolve job was cancelled"),
  UNEXPECTED_NUMBER_OF_IMAGE_BUILDS(1015, 500, "Compose has unexpected number of image builds"),
  GETTING_BUILD_DEPENDENCY_STATUS(1016, 500, "Error checking status of build job dependencies"),
  GETTING_OSBUILD_JOB_STATUS(1017, 500, "Unable to get osbuild job status"),
  GETTING_AWS_EC2_JOB_STATUS(1018, 500, "Unable to get ec2 job status"),
  GETTING_JOB_TYPE(1019, 500, "Unable to get job type of existing job"),
  TENANT_NOT_IN_CONTEXT(1020, 500, "Unable to retrieve tenant from request context"),
  GETTING_COMPOSE_LIST(1021, 500, "Unable to get list of composes"),
  DELETING_JOB(1023, 400, "Unable to delete job"),
  DELETING_ARTIFACTS(1024, 500, "Unable to delete job artifacts"),
  GETTING_IMAGE_TYPES(1025, 500, "Unable to get list of image types"),
  UNAVAILABLE(1026, 503, "Service is temporarily unavailable"),
  UNSPECIFIED(10000, 500, "Unspecified internal error "),
  NOT_HTTP_ERROR(10001, 500, "Error is not an instance of HTTPError"),
  SERVICE_ERROR_NOT_FOUND(10002, 500, "Error does not exist"),
  MALFORMED_OPERATION_ID(10003, 500, "OperationID is empty or is not a string");

  private static final Map<Integer, ErrorCode> BY_NUMBER =
      Arrays.stream(values()).collect(Collectors.toMap(ErrorCode::number, Function.identity()));

  private final int number;
  private final int status;
  private final String reason;

  ErrorCode(int number, int status, String reason) {
    this.number = number;
    this.status = status;
    this.reason = reason;
  }

  /** The error with this number, if there is one. */
  public static Optional<ErrorCode> withNumber(int number) {
    return Optional.ofNullable(BY_NUMBER.get(number));
  }

  public int number() {
    return number;
  }

  public int status() {
    return status;
  }

  public String reason() {
    return reason;
  }

  /** An exception that ends the request with this error; the details name what to change. */
  public ApiException because(String details) {
    return new ApiException(this, details);
  }
}
