package org.imagebuilder.composer.workers;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The catalogue of errors of the worker API: number, HTTP status and sentence of each. Numbers are
 * permanent and never used again, also where nothing gives them any more.
 */
enum WorkerErrorCode {
  UNSUPPORTED_MEDIA_TYPE(3, 415, "Only 'application/json' content is supported"),
  TOKEN_NOT_FOUND(5, 404, "Token not found"),
  JOB_NOT_RUNNING(6, 400, "Job is not running"),
  MALFORMED_JOB_ID(7, 400, "Given job id is not a uuidv4"),
  MALFORMED_JOB_TOKEN(8, 400, "Given job id is not a uuidv4"),
  INVALID_ERROR_ID(9, 400, "Invalid format for error id, it should be an integer as a string"),
  BODY_DECODING_ERROR(10, 400, "Malformed json, unable to decode body"),
  RESOURCE_NOT_FOUND(11, 404, "Requested resource doesn't exist"),
  METHOD_NOT_ALLOWED(12, 405, "Requested method isn't supported for resource"),
  NOT_ACCEPTABLE(13, 406, "Only 'application/json' content is supported"),
  ERROR_NOT_FOUND(14, 404, "Error with given id not found"),
  INVALID_JOB_TYPE(15, 400, "Requested job type cannot be dequeued"),
  TENANT_NOT_FOUND(16, 400, "Tenant not found in JWT claims"),
  MALFORMED_WORKER_ID(17, 400, "Given worker id is not a uuidv4"),
  WORKER_NOT_FOUND(18, 400, "Given worker id doesn't exist"),
  INVALID_CONTENT(19, 400, "Content of body is not valid"),
  RESULT_DIFFERS(20, 409, "Job has already ended with another result"),
  BODY_TOO_LARGE(21, 413, "Body is too large"),
  TOO_MANY_REQUESTS(22, 429, "Too many requests"),
  HEADERS_TOO_LARGE(23, 431, "Request headers are too large"),
  UNAVAILABLE(24, 503, "Service is temporarily not available"),
  INVALID_ARTIFACT_NAME(25, 400, "Artifact name is not valid"),
  ARTIFACTS_NOT_ACCEPTED(26, 400, "Artifacts are not accepted"),
  UPLOAD_ELSEWHERE(27, 409, "Upload goes on elsewhere"),
  DIGEST_DIFFERS(28, 400, "Artifact does not have the given digest"),
  URI_TOO_LONG(29, 414, "Request URI is too long"),
  MALFORMED_REQUEST(30, 400, "Request is malformed"),
  UNAUTHENTICATED(
      401, 401, "Request doesn't contain the 'Authorization' header or the 'cs_jwt' cookie"),
  DISCARDING_ARTIFACT(1000, 500, "Error discarding artifact"),
  CREATING_ARTIFACT(1001, 500, "Error creating artifact"),
  WRITING_ARTIFACT(1002, 500, "Error writing artifact"),
  RESOLVING_TOKEN(1003, 500, "Error resolving id from job token"),
  FINISHING_JOB(1004, 500, "Error finishing job"),
  READING_JOB(1005, 500, "Error requesting job"),
  REQUESTING_JOB(1006, 500, "Error requesting job"),
  LOADING_DOCUMENT(1007, 500, "Unable to load openapi spec"),
  REGISTERING_WORKER(1008, 500, "Unable to register the worker"),
  UPDATING_WORKER(1009, 500, "Unable update worker status"),
  UPDATING_JOB(1010, 500, "Error updating job"),
  HANDING_BACK_JOB(1011, 500, "Error handing back job"),
  UNSPECIFIED(10000, 500, "Unspecified internal error "),
  NOT_HTTP_ERROR(10001, 500, "Error is not an instance of HTTPError"),
  ERROR_DOES_NOT_EXIST(10002, 500, "Error does not exist"),
  MALFORMED_OPERATION_ID(10003, 500, "OperationID is empty or is not a string");

  private static final Map<Integer, WorkerErrorCode> BY_NUMBER =
      Arrays.stream(values())
          .collect(Collectors.toMap(WorkerErrorCode::number, Function.identity()));

  private final int number;
  private final int status;
  private final String reason;

  WorkerErrorCode(int number, int status, String reason) {
    this.number = number;
    this.status = status;
    this.reason = reason;
  }

  /** The error with this number, if it is one that the catalogue shows. */
  static Optional<WorkerErrorCode> listed(int number) {
    return Optional.ofNullable(BY_NUMBER.get(number)).filter(code -> code != ERROR_DOES_NOT_EXIST);
  }

  int number() {
    return number;
  }

  int status() {
    return status;
  }

  String reason() {
    return reason;
  }

  /** An exception that ends the request with this error; what it says is for the caller. */
  WorkerException because(String explanation) {
    return new WorkerException(this, explanation, null);
  }

  /** An exception for a request that says all by its number. */
  WorkerException asException() {
    return new WorkerException(this, "", null);
  }

  /** An exception that hides its cause from the caller and shows it in the log. */
  WorkerException causedBy(Throwable cause) {
    return new WorkerException(this, "", cause);
  }
}
