package org.imagebuilder.composer.errors;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * The documented body of an error answer. The cloud API fills {@code details}, the worker API
 * {@code message}.
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ErrorBody(
    String href,
    String id,
    String kind,
    String code,
    @JsonProperty("operation_id") String operationId,
    String reason,
    @Nullable String details,
    @Nullable String message) {
  public ErrorBody {
    reason = Bounded.text(reason);
    details = details == null ? null : Bounded.text(details);
    message = message == null ? null : Bounded.text(message);
  }

  /** An error of the cloud API with its details. */
  public static ErrorBody of(ErrorCode code, String operationId, @Nullable String details) {
    String number = Integer.toString(code.number());
    return new ErrorBody(
        ErrorResource.BASE + "/errors/" + number,
        number,
        "Error",
        "IMAGE-BUILDER-COMPOSER-" + number,
        operationId,
        code.reason(),
        details,
        null);
  }
}
