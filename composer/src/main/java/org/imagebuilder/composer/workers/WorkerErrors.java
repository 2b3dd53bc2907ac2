package org.imagebuilder.composer.workers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.HashMap;
import java.util.Map;
import org.imagebuilder.composer.database.DatabaseAwayException;
import org.imagebuilder.composer.errors.Challenge;
import org.imagebuilder.composer.errors.DoorException;
import org.imagebuilder.composer.errors.ErrorAnswer;
import org.imagebuilder.composer.errors.ErrorBody;
import org.imagebuilder.composer.errors.ErrorDialect;
import org.imagebuilder.composer.errors.NoTenantException;
import org.imagebuilder.composer.errors.UnauthenticatedException;
import org.imagebuilder.composer.listeners.WorkerApiConfig;

/** How the worker API words its failures. */
@Singleton
final class WorkerErrors implements ErrorDialect {
  private static final String CONTRACT_BASE = "/api/image-builder-worker/";
  private static final String CODE_PREFIX = "IMAGE-BUILDER-WORKER-";

  /** How Jackson begins its sentence about a required member. */
  private static final String MISSING = "Missing required";

  /** How it begins the one about a second value. */
  private static final String TRAILING = "Trailing token";

  private static final String RETRY_SECONDS = "5";

  private final String base;
  private final Challenge challenge;

  WorkerErrors(WorkerApiConfig config) {
    this.base = config.basePath();
    this.challenge = Challenge.below(base, CONTRACT_BASE + "v1");
  }

  @Override
  public boolean speaksFor(String path) {
    return path.startsWith(CONTRACT_BASE);
  }

  @Override
  public ErrorAnswer answer(Throwable failure, String operationId) {
    return switch (failure) {
      case WorkerException refused ->
          answer(refused.code(), refused.explanation(), operationId, Map.of());
      case Throwable other when isTooMuch(other) -> tooMuch(operationId);
      case UnauthenticatedException stranger ->
          challenge.answer(stranger.reason(), operationId, stranger.reason());
      case NoTenantException nobody ->
          answer(WorkerErrorCode.TENANT_NOT_FOUND, nobody.details(), operationId, Map.of());
      case MismatchedInputException misshapen
          when String.valueOf(misshapen.getOriginalMessage()).startsWith(TRAILING) ->
          answer(WorkerErrorCode.BODY_DECODING_ERROR, "", operationId, Map.of());
      case MismatchedInputException misshapen ->
          answer(WorkerErrorCode.INVALID_CONTENT, fault(misshapen), operationId, Map.of());
      case JsonProcessingException malformed ->
          answer(WorkerErrorCode.BODY_DECODING_ERROR, "", operationId, Map.of());
      case WebApplicationException framework -> ofFramework(framework, operationId);
      case DatabaseAwayException away ->
          answer(WorkerErrorCode.UNAVAILABLE, "", operationId, Map.of());
      // What broke is for the log: its text may hold anything.
      case Throwable other -> answer(WorkerErrorCode.NOT_HTTP_ERROR, "", operationId, Map.of());
    };
  }

  /** The layers that read JSON wrap it in what is their own. */
  private static boolean isTooMuch(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof StreamConstraintsException) {
        return true;
      }
    }
    return false;
  }

  private ErrorAnswer tooMuch(String operationId) {
    return answer(
        WorkerErrorCode.INVALID_CONTENT,
        "the JSON is nested too deep or has too many elements",
        operationId,
        Map.of());
  }

  /** The catalogue's entry of a number, as it is answered. */
  ErrorBody body(WorkerErrorCode code, String explanation, String operationId) {
    String number = Integer.toString(code.number());
    String message = explanation.isEmpty() ? code.reason() : code.reason() + ": " + explanation;
    return new ErrorBody(
        base + "/errors/" + number,
        number,
        "Error",
        CODE_PREFIX + number,
        operationId,
        code.reason(),
        null,
        message);
  }

  /** Names the member that is missing or of the wrong type. */
  private static String fault(MismatchedInputException misshapen) {
    StringBuilder member = new StringBuilder();
    for (JsonMappingException.Reference step : misshapen.getPath()) {
      if (step.getFieldName() == null) {
        member.append('[').append(step.getIndex()).append(']');
      } else {
        member.append(member.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    if (member.isEmpty()) {
      return "the body is not an object";
    }
    boolean missing = String.valueOf(misshapen.getOriginalMessage()).startsWith(MISSING);
    return member + (missing ? " is missing" : " is of the wrong type");
  }

  private ErrorAnswer ofFramework(WebApplicationException failure, String operationId) {
    WorkerErrorCode code =
        switch (failure.getResponse().getStatus()) {
          // The layer that reads bodies answers so when it cannot make sense of one.
          case 400 ->
              failure instanceof DoorException door && door.isNoHttp()
                  ? WorkerErrorCode.MALFORMED_REQUEST
                  : WorkerErrorCode.BODY_DECODING_ERROR;
          case 404 -> WorkerErrorCode.RESOURCE_NOT_FOUND;
          case 405 -> WorkerErrorCode.METHOD_NOT_ALLOWED;
          case 406 -> WorkerErrorCode.NOT_ACCEPTABLE;
          case 413 -> WorkerErrorCode.BODY_TOO_LARGE;
          case 414 -> WorkerErrorCode.URI_TOO_LONG;
          case 415 -> WorkerErrorCode.UNSUPPORTED_MEDIA_TYPE;
          case 429 -> WorkerErrorCode.TOO_MANY_REQUESTS;
          case 431 -> WorkerErrorCode.HEADERS_TOO_LARGE;
          case 503 -> WorkerErrorCode.UNAVAILABLE;
          default -> WorkerErrorCode.UNSPECIFIED;
        };
    Map<String, String> headers = new HashMap<>();
    String allow = failure.getResponse().getHeaderString(HttpHeaders.ALLOW);
    if (allow != null) {
      headers.put(HttpHeaders.ALLOW, allow);
    }
    String explanation = "";
    if (failure instanceof DoorException door) {
      explanation = String.valueOf(door.getMessage());
      door.retryAfter()
          .ifPresent(
              pause -> headers.put(HttpHeaders.RETRY_AFTER, Long.toString(pause.toSeconds())));
    }
    return answer(code, explanation, operationId, headers);
  }

  private ErrorAnswer answer(
      WorkerErrorCode code, String explanation, String operationId, Map<String, String> headers) {
    Map<String, String> all = new HashMap<>(headers);
    if (code == WorkerErrorCode.UNAVAILABLE) {
      all.put(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
    }
    return new ErrorAnswer(code.status(), all, body(code, explanation, operationId));
  }
}
