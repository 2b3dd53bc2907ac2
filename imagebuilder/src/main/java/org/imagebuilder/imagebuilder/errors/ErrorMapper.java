package org.imagebuilder.imagebuilder.errors;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever ends a request into the documented body. */
public class ErrorMapper {
  private static final Logger LOG = Logger.getLogger(ErrorMapper.class);

  /** What the framework says when a body without a length grows beyond the limit. */
  private static final String TOO_LARGE = "Request too large";

  private static final int UNAVAILABLE = 503;
  private static final int RETRY_AFTER_SECONDS = 5;

  @ServerExceptionMapper
  public Response refusal(ApiException refusal) {
    Response answer = answer(refusal.code().status(), refusal.detail());
    return refusal.code().status() == UNAVAILABLE
        ? Response.fromResponse(answer).header("Retry-After", RETRY_AFTER_SECONDS).build()
        : answer;
  }

  @ServerExceptionMapper
  public Response rules(RulesException refusal) {
    return Response.status(RulesException.STATUS)
        .type("application/json")
        .entity(ErrorBody.of(refusal))
        .build();
  }

  @ServerExceptionMapper
  public Response unreadable(JacksonException failure) {
    // Without the reader's words about itself.
    String plain =
        failure
            .getOriginalMessage()
            .replaceFirst(" \\(start marker at .*|, from `.*| \\(bound as .*", "");
    return refusal(new ApiException(ErrorCode.BODY_UNREADABLE, plain));
  }

  /** The framework has an answer of its own for this kind, which says nothing. */
  @ServerExceptionMapper
  public Response mismatched(MismatchedInputException failure) {
    return failure.getPath().isEmpty() && failure.getOriginalMessage().startsWith("Cannot des")
        ? refusal(new ApiException(ErrorCode.BODY_UNREADABLE, "it is not a JSON object"))
        : unreadable(failure);
  }

  /** What the framework refuses by itself: a broken body, a body beyond the limit. */
  @ServerExceptionMapper
  public Response framework(WebApplicationException failure) {
    if (failure.getCause() instanceof MismatchedInputException cause) {
      return mismatched(cause);
    }
    if (failure.getCause() instanceof JacksonException cause) {
      return unreadable(cause);
    }
    Response.StatusType status = failure.getResponse().getStatusInfo();
    return answer(status.getStatusCode(), status.getReasonPhrase());
  }

  /** Whatever is left, checked exceptions of drivers included. */
  @ServerExceptionMapper
  public Response fault(Throwable failure) {
    if (TOO_LARGE.equals(failure.getMessage())) {
      // The framework has answered already and hangs up; this only ends the request.
      return answer(413, TOO_LARGE);
    }
    if (Outage.isOne(failure)) {
      LOG.warnf("The database is away reason=%s", failure);
      return refusal(new ApiException(ErrorCode.UNAVAILABLE));
    }
    LOG.error("A request failed for a reason of our own", failure);
    return refusal(new ApiException(ErrorCode.INTERNAL));
  }

  private static Response answer(int status, String detail) {
    return Response.status(status)
        .type("application/json")
        .entity(ErrorBody.of(status, detail))
        .build();
  }
}
