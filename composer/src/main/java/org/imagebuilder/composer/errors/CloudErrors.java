package org.imagebuilder.composer.errors;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** How the cloud API words its failures. */
final class CloudErrors implements ErrorDialect {
  private static final String RETRY_SECONDS = "5";
  private static final Challenge CHALLENGE =
      Challenge.below(ErrorResource.BASE, ErrorResource.BASE);

  @Override
  public boolean speaksFor(String path) {
    return path.startsWith(ErrorResource.BASE);
  }

  @Override
  public ErrorAnswer answer(Throwable failure, String operationId) {
    return switch (failure) {
      case ApiException refused -> refusal(refused, operationId);
      case UnauthenticatedException stranger ->
          CHALLENGE.answer(stranger.reason(), operationId, null);
      case NoTenantException nobody ->
          answer(ErrorCode.TENANT_NOT_FOUND, nobody.details(), operationId, Map.of());
      case JsonProcessingException misshapen ->
          answer(ErrorCode.BODY_DECODING_ERROR, "", operationId, Map.of());
      // What a parameter's converter refuses arrives wrapped.
      case WebApplicationException wrapped
          when wrapped.getCause() instanceof ApiException refused ->
          refusal(refused, operationId);
      case DoorException refused -> atTheDoor(refused, operationId);
      case WebApplicationException framework -> ofFramework(framework, operationId);
      case Throwable other when isOutage(other) ->
          answer(
              ErrorCode.UNAVAILABLE,
              "the database does not answer, try again",
              operationId,
              Map.of(HttpHeaders.RETRY_AFTER, RETRY_SECONDS));
      // What broke is for the log: its text may hold anything.
      case Throwable other -> answer(ErrorCode.NOT_HTTP_ERROR, "", operationId, Map.of());
    };
  }

  private static ErrorAnswer refusal(ApiException refused, String operationId) {
    return new ErrorAnswer(
        refused.status(),
        retryAfter(refused.status()),
        ErrorBody.of(refused.code(), operationId, refused.details()));
  }

  private static Map<String, String> retryAfter(int status) {
    return status == ErrorCode.UNAVAILABLE.status()
        ? Map.of(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
        : Map.of();
  }

  private static ErrorAnswer atTheDoor(DoorException refused, String operationId) {
    Map<String, String> headers =
        refused
            .retryAfter()
            .map(pause -> Map.of(HttpHeaders.RETRY_AFTER, Long.toString(pause.toSeconds())))
            .orElse(Map.of());
    return answer(
        code(refused.getResponse().getStatus()),
        String.valueOf(refused.getMessage()),
        operationId,
        headers);
  }

  private static ErrorAnswer ofFramework(WebApplicationException failure, String operationId) {
    ErrorCode code = code(failure.getResponse().getStatus());
    return answer(code, details(code), operationId, headers(failure));
  }

  private static ErrorCode code(int status) {
    return switch (status) {
      case 400 -> ErrorCode.BAD_REQUEST;
      case 404 -> ErrorCode.RESOURCE_NOT_FOUND;
      case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
      case 406 -> ErrorCode.NOT_ACCEPTABLE;
      case 413 -> ErrorCode.PAYLOAD_TOO_LARGE;
      case 414 -> ErrorCode.URI_TOO_LONG;
      case 415 -> ErrorCode.VALIDATION_FAILED;
      case 429 -> ErrorCode.TOO_MANY_REQUESTS;
      case 431 -> ErrorCode.HEADERS_TOO_LARGE;
      case 503 -> ErrorCode.UNAVAILABLE;
      default -> ErrorCode.UNSPECIFIED;
    };
  }

  private static String details(ErrorCode code) {
    return code == ErrorCode.VALIDATION_FAILED
        ? "header Content-Type has an unexpected value: send application/json"
        : "";
  }

  private static Map<String, String> headers(WebApplicationException failure) {
    Map<String, String> headers = new HashMap<>();
    for (String name : List.of(HttpHeaders.ALLOW, HttpHeaders.RETRY_AFTER)) {
      String value = failure.getResponse().getHeaderString(name);
      if (value != null) {
        headers.put(name, value);
      }
    }
    return headers;
  }

  private static ErrorAnswer answer(
      ErrorCode code, String details, String operationId, Map<String, String> headers) {
    return new ErrorAnswer(code.status(), headers, ErrorBody.of(code, operationId, details));
  }

  /** Of all that a server reads, only the database may be away; its room is not known here. */
  private static boolean isOutage(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof JsonProcessingException || each instanceof FileSystemException) {
        return false;
      }
      if (each instanceof IOException || each instanceof TimeoutException) {
        return true;
      }
    }
    return false;
  }
}
