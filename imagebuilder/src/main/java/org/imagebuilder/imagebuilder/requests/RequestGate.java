package org.imagebuilder.imagebuilder.requests;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorBody;
import org.imagebuilder.imagebuilder.errors.ErrorCode;

/**
 * Lets through only what the contract knows: path, method, parameters, media type and size, in this
 * order. It stands behind the identity and before the resources.
 */
@Singleton
public class RequestGate {
  private static final int BEFORE_RESOURCES = 500;

  private final Contract contract;
  private final RequestsConfig config;
  private final List<Operation> operations = new ArrayList<>();

  RequestGate(Contract contract, RequestsConfig config) {
    this.contract = contract;
    this.config = config;
    contract
        .document()
        .path("paths")
        .properties()
        .forEach(path -> operations.add(Operation.of(path.getKey(), path.getValue())));
  }

  void register(@Observes Filters filters) {
    filters.register(this::handle, BEFORE_RESOURCES);
  }

  private void handle(RoutingContext exchange) {
    String path = exchange.request().path();
    if (!path.startsWith(Contract.BASE + "/")) {
      exchange.next();
      return;
    }
    try {
      pass(exchange, path.substring(Contract.BASE.length() + 1));
    } catch (ApiException refusal) {
      refuse(exchange, refusal);
    }
  }

  private void pass(RoutingContext exchange, String path) {
    boolean slash = path.endsWith("/");
    List<String> segments = segments(slash ? path.substring(0, path.length() - 1) : path);
    Operation operation =
        operations.stream()
            .filter(candidate -> candidate.matches(segments))
            .findFirst()
            .orElseThrow(() -> new ApiException(ErrorCode.UNKNOWN_OPERATION));
    Optional<JsonNode> method = operation.method(exchange.request().method());
    if (method.isEmpty()) {
      tellMethods(exchange, operation);
    } else {
      pass(exchange, operation, method.get(), segments, slash);
    }
  }

  private static void tellMethods(RoutingContext exchange, Operation operation) {
    exchange.response().putHeader(HttpHeaders.ALLOW, operation.allowed());
    if (!exchange.request().method().equals(HttpMethod.OPTIONS)) {
      throw new ApiException(ErrorCode.METHOD_NOT_ALLOWED);
    }
    exchange.response().setStatusCode(204).end();
  }

  private void pass(
      RoutingContext exchange,
      Operation operation,
      JsonNode method,
      List<String> segments,
      boolean slash) {
    List<String> canonical = checkParameters(exchange, operation, method, segments);
    if (slash) {
      throw new ApiException(ErrorCode.NOT_FOUND);
    }
    checkBody(exchange.request(), method.path("requestBody"));
    if (canonical.equals(segments)) {
      exchange.next();
    } else {
      String query = exchange.request().query();
      exchange.reroute(
          Contract.BASE + "/" + String.join("/", canonical) + (query == null ? "" : "?" + query));
    }
  }

  private List<String> checkParameters(
      RoutingContext exchange, Operation operation, JsonNode method, List<String> segments) {
    List<String> canonical = new ArrayList<>(segments);
    List<JsonNode> parameters = new ArrayList<>();
    operation.methods().path("parameters").forEach(each -> parameters.add(contract.resolved(each)));
    method.path("parameters").forEach(each -> parameters.add(contract.resolved(each)));
    for (JsonNode parameter : parameters) {
      String name = parameter.path("name").asText();
      JsonNode schema = contract.resolved(parameter.path("schema"));
      if (parameter.path("in").asText().equals("query")) {
        ParameterRules.check(parameter, withItems(schema), exchange.queryParam(name));
      } else if (parameter.path("in").asText().equals("path")) {
        int position = operation.position(name);
        String value = decoded(segments.get(position));
        ParameterRules.check(parameter, schema, List.of(value));
        if (schema.path("format").asText().equals("uuid")) {
          canonical.set(position, id(name, value).toString());
        }
      }
    }
    return canonical;
  }

  private JsonNode withItems(JsonNode schema) {
    if (!schema.has("items")) {
      return schema;
    }
    com.fasterxml.jackson.databind.node.ObjectNode resolved = schema.deepCopy();
    return resolved.set("items", contract.resolved(schema.path("items")));
  }

  private static UUID id(String name, String value) {
    return LenientUuid.read(value)
        .orElseThrow(() -> ParameterRules.malformed(name, "'" + value + "' is no uuid"));
  }

  private void checkBody(HttpServerRequest request, JsonNode body) {
    if (body.isMissingNode()) {
      return;
    }
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    boolean none =
        length == null
            ? request.version() != HttpVersion.HTTP_2
                && !request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
            : length.equals("0");
    if (none) {
      if (contract.resolved(body).path("required").asBoolean()) {
        throw new ApiException(ErrorCode.BODY_MISSING);
      }
      return;
    }
    MediaTypeRule.check(request.getHeader(HttpHeaders.CONTENT_TYPE));
    if (length != null && Long.parseLong(length) > config.maxBodyBytes()) {
      throw new ApiException(ErrorCode.BODY_TOO_LARGE, config.maxBodyBytes());
    }
  }

  private static List<String> segments(String path) {
    return List.of(path.split("/", -1));
  }

  private static String decoded(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException failure) {
      throw new ApiException(ErrorCode.UNKNOWN_OPERATION);
    }
  }

  private static void refuse(RoutingContext exchange, ApiException refusal) {
    if (refusal.code() == ErrorCode.BODY_TOO_LARGE) {
      // What follows on this connection is the rest of a body that nobody reads.
      exchange.response().putHeader(HttpHeaders.CONNECTION, "close");
    }
    exchange
        .response()
        .setStatusCode(refusal.code().status())
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(ErrorBody.of(refusal));
  }
}
