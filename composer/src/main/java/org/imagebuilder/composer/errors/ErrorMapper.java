package org.imagebuilder.composer.errors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.arc.All;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns every failure of a request into the documented body, in the words of the path's API. */
@ApplicationScoped
public class ErrorMapper {
  private static final Logger LOG = Logger.getLogger(ErrorMapper.class);
  private static final ErrorDialect CLOUD = new CloudErrors();
  private static final String API = "/api/*";

  private static final Pattern LEASE_TOKEN = Pattern.compile("/jobs/[^/]+");

  private final List<ErrorDialect> dialects;
  private final ObjectMapper json;

  ErrorMapper(@All List<ErrorDialect> dialects, ObjectMapper json) {
    this.dialects = dialects;
    this.json = json;
  }

  /** The answer to this request for this failure; what is the server's own fault is logged. */
  public ErrorAnswer answer(Throwable failure, RoutingContext request) {
    return answer(failure, request, request.normalizedPath());
  }

  private ErrorAnswer answer(Throwable failure, RoutingContext request, String path) {
    String operationId = OperationId.of(request);
    ErrorAnswer answer = dialect(path).answer(failure, operationId);
    if (answer.status() == RestResponse.StatusCode.SERVICE_UNAVAILABLE) {
      // Everybody's requests end so in an outage; what is away is told where it is noticed.
      LOG.warnf(
          "Request refused for now operationId=%s path=%s: %s",
          operationId, withoutSecrets(path), failure.getMessage());
    } else if (answer.status() >= RestResponse.StatusCode.INTERNAL_SERVER_ERROR) {
      LOG.errorf(
          failure, "Request failed operationId=%s path=%s", operationId, withoutSecrets(path));
    }
    return answer;
  }

  /** For routes that are no JAX-RS resources: writes the answer and ends the request. */
  public void end(RoutingContext request, Throwable failure) {
    end(request, failure, request.normalizedPath());
  }

  /** The same in the words of the API that has this path, whatever the request's own path is. */
  public void end(RoutingContext request, Throwable failure, String path) {
    if (request.response().closed()) {
      LOG.debugf(failure, "The caller is gone operationId=%s", OperationId.of(request));
      return;
    }
    if (request.response().ended() || request.response().headWritten()) {
      request.response().close();
      return;
    }
    write(request.response(), answer(failure, request, path));
  }

  /**
   * For a request that is refused before any route sees it: writes the answer in the words of the
   * API that has this path.
   */
  public Future<Void> end(HttpServerResponse response, Throwable failure, String path) {
    return write(response, dialect(path).answer(failure, Ksuid.next()));
  }

  private ErrorDialect dialect(String path) {
    return dialects.stream().filter(dialect -> dialect.speaksFor(path)).findFirst().orElse(CLOUD);
  }

  private Future<Void> write(HttpServerResponse response, ErrorAnswer answer) {
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    response.putHeader("Content-Type", MediaType.APPLICATION_JSON);
    return response.end(text(answer.body()));
  }

  /** A lease token is a segment of its job's path, and secret. */
  private static String withoutSecrets(String path) {
    return LEASE_TOKEN.matcher(path).replaceFirst("/jobs/-");
  }

  @ServerExceptionMapper
  RestResponse<ErrorBody> refused(ApiException failure, RoutingContext request) {
    return response(answer(failure, request));
  }

  @ServerExceptionMapper
  RestResponse<ErrorBody> framework(WebApplicationException failure, RoutingContext request) {
    return response(answer(failure, request));
  }

  /** The framework would answer this one by itself, and show the names of our classes. */
  @ServerExceptionMapper
  RestResponse<ErrorBody> misshapen(MismatchedInputException failure, RoutingContext request) {
    return response(answer(failure, request));
  }

  @ServerExceptionMapper
  RestResponse<ErrorBody> unexpected(Throwable failure, RoutingContext request) {
    return response(answer(failure, request));
  }

  /** Paths that no resource knows end at the very last route, and failures of routes here. */
  void lastRoute(@Observes Router router) {
    router
        .route(API)
        .order(Integer.MAX_VALUE)
        .handler(request -> end(request, new NotFoundException()))
        .failureHandler(
            request ->
                end(
                    request,
                    request.failure() == null
                        ? new WebApplicationException(Math.max(request.statusCode(), 400))
                        : request.failure()));
  }

  private static RestResponse<ErrorBody> response(ErrorAnswer answer) {
    RestResponse.ResponseBuilder<ErrorBody> builder =
        RestResponse.ResponseBuilder.<ErrorBody>create(answer.status()).entity(answer.body());
    answer.headers().forEach(builder::header);
    return builder.type(MediaType.APPLICATION_JSON_TYPE).build();
  }

  private String text(ErrorBody body) {
    try {
      return json.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An error body cannot be written", e);
    }
  }
}
