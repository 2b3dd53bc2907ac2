package org.imagebuilder.composer.listeners;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.imagebuilder.composer.errors.ErrorMapper;
import org.imagebuilder.composer.identity.Callers;
import org.imagebuilder.composer.identity.Door;

/**
 * Stands before all routes and lets each door show its own contract only. What the contract does
 * not know is refused here, in the words of that door; the configured base path of the worker API
 * is mapped to the contract's.
 */
@Singleton
final class ListenerGuard {
  /** Only the access log and Quarkus' own preparations come earlier. */
  private static final int BEFORE_ALL_ROUTES = Integer.MIN_VALUE + 10;

  private static final String MAPPED = ListenerGuard.class.getName();
  private static final Set<String> UNLIMITED = Set.of("PATCH", "PUT");

  private final WorkerListener workers;
  private final WorkerApiConfig config;
  private final Contracts contracts;
  private final Callers callers;
  private final Traffic traffic;
  private final long limit;
  private final ErrorMapper errors;

  ListenerGuard(
      WorkerListener workers,
      WorkerApiConfig config,
      Contracts contracts,
      Callers callers,
      Traffic traffic,
      ErrorMapper errors,
      @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
    this.workers = workers;
    this.config = config;
    this.contracts = contracts;
    this.callers = callers;
    this.traffic = traffic;
    this.limit = limit.asLongValue();
    this.errors = errors;
  }

  void install(@Observes Router router) {
    router.route().order(BEFORE_ALL_ROUTES).handler(this::check);
  }

  private void check(RoutingContext request) {
    boolean mapped = request.get(MAPPED) != null;
    if (!mapped) {
      request.addHeadersEndHandler(written -> nameJsonPlainly(request));
    }
    if (mapped || DocumentPages.isPage(request.normalizedPath())) {
      request.next();
    } else if (workers.received(request.request())) {
      checkCaller(Door.WORKER_API, request, contracts.worker(), config.basePath());
    } else {
      checkCaller(Door.CLOUD_API, request, contracts.cloud(), contracts.cloud().base());
    }
  }

  /** JSON is always UTF-8; the framework would say so, which the contract does not. */
  private static void nameJsonPlainly(RoutingContext request) {
    String type = request.response().headers().get(HttpHeaders.CONTENT_TYPE);
    if ("application/json;charset=UTF-8".equalsIgnoreCase(type)) {
      request.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    }
  }

  /** Comes before everything else that can be wrong, so that strangers learn nothing. */
  private void checkCaller(Door door, RoutingContext request, ApiContract contract, String base) {
    String path = request.normalizedPath();
    Optional<ApiContract.KnownPath> known =
        path.startsWith(base) ? find(contract, path.substring(base.length())) : Optional.empty();
    known.ifPresent(is -> traffic.watch(request, contract, is.template()));
    if (known.isPresent() && contract.isOpen(known.get())) {
      checkMethod(request, contract, base, known.get());
    } else {
      callers.admit(
          door, request, contract.base(), () -> checkPath(request, contract, base, known));
    }
  }

  private void checkPath(
      RoutingContext request,
      ApiContract contract,
      String base,
      Optional<ApiContract.KnownPath> known) {
    if (known.isEmpty()) {
      errors.end(request, new NotFoundException(), contract.base());
    } else {
      checkMethod(request, contract, base, known.get());
    }
  }

  /** The contract's path; a slash at its end may be forgotten. */
  private static Optional<ApiContract.KnownPath> find(ApiContract contract, String path) {
    return contract.find(path).or(() -> contract.find(path + "/"));
  }

  private void checkMethod(
      RoutingContext request, ApiContract contract, String base, ApiContract.KnownPath known) {
    HttpServerRequest http = request.request();
    String allow = String.join(", ", known.methods());
    if (!known.methods().contains(http.method().name())) {
      errors.end(request, new NotAllowedException(allow), contract.base());
    } else if (http.method().equals(HttpMethod.OPTIONS)) {
      request.response().setStatusCode(204).putHeader(HttpHeaders.ALLOW, allow).end();
    } else if (isTooLarge(http)) {
      if (http.version() != HttpVersion.HTTP_2) {
        // Nobody will read the body, so nothing more can come over this connection.
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      }
      errors.end(
          request,
          new ClientErrorException(
              "at most " + limit + " bytes are accepted here",
              Response.Status.REQUEST_ENTITY_TOO_LARGE),
          contract.base());
    } else if (known.takesJson() && http.method().equals(HttpMethod.POST) && !isJson(http)) {
      errors.end(request, new NotSupportedException(), contract.base());
    } else if (known.template().endsWith("/") && !http.path().endsWith("/")) {
      map(request, http.path() + "/" + (http.query() == null ? "" : "?" + http.query()));
    } else if (base.equals(contract.base())) {
      request.next();
    } else {
      map(
          request,
          contract.base() + http.uri().substring(http.uri().indexOf(base) + base.length()));
    }
  }

  /** The routes behind would take a body without a type, or of any type, for JSON. */
  private static boolean isJson(HttpServerRequest request) {
    List<String> types = request.headers().getAll(HttpHeaders.CONTENT_TYPE);
    return types.size() == 1
        && types.getFirst().split(";", 2)[0].strip().equalsIgnoreCase("application/json");
  }

  private static void map(RoutingContext request, String uri) {
    request.put(MAPPED, true);
    request.reroute(uri);
  }

  /**
   * The streaming routes have limits of their own; a body without a length is counted by Quarkus.
   */
  private boolean isTooLarge(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length != null
        && !UNLIMITED.contains(request.method().name())
        && Long.parseLong(length) > limit;
  }
}
