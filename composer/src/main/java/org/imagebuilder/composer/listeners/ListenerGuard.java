package org.imagebuilder.composer.listeners;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.composer.errors.DoorException;
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

  private final WorkerListener workers;
  private final WorkerApiConfig config;
  private final Contracts contracts;
  private final Callers callers;
  private final Traffic traffic;
  private final RequestSpans spans;
  private final Bodies bodies;
  private final HeadLimits head;
  private final Lanes lanes;
  private final ErrorMapper errors;

  ListenerGuard(
      WorkerListener workers,
      WorkerApiConfig config,
      Contracts contracts,
      Callers callers,
      Traffic traffic,
      RequestSpans spans,
      Bodies bodies,
      HeadLimits head,
      Lanes lanes,
      ErrorMapper errors) {
    this.workers = workers;
    this.config = config;
    this.contracts = contracts;
    this.callers = callers;
    this.traffic = traffic;
    this.spans = spans;
    this.bodies = bodies;
    this.head = head;
    this.lanes = lanes;
    this.errors = errors;
  }

  void install(@Observes Router router) {
    router.route().order(BEFORE_ALL_ROUTES).handler(this::check);
  }

  private void check(RoutingContext request) {
    // Also once more under another path, for with the path all such handlers are forgotten.
    request.addHeadersEndHandler(written -> nameJsonPlainly(request));
    if (request.get(MAPPED) != null) {
      request.next();
    } else if (workers.received(request.request())) {
      checkHead(Door.WORKER_API, request, contracts.worker(), config.basePath());
    } else {
      checkHead(Door.CLOUD_API, request, contracts.cloud(), contracts.cloud().base());
    }
  }

  private void checkHead(Door door, RoutingContext request, ApiContract contract, String base) {
    Optional<DoorException> complaint = head.complaint(request.request());
    if (complaint.isPresent()) {
      refuse(request, complaint.get(), contract);
      return;
    }
    String path = request.normalizedPath();
    if (DocumentPages.isPage(path)) {
      request.next();
    } else {
      checkCaller(door, request, contract, base, path);
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
  private void checkCaller(
      Door door, RoutingContext request, ApiContract contract, String base, String path) {
    Optional<ApiContract.KnownPath> known =
        path.startsWith(base) ? find(contract, path.substring(base.length())) : Optional.empty();
    known.ifPresent(is -> spans.watch(door, request, contract, is));
    known.ifPresent(is -> traffic.watch(request, contract, is.template()));
    if (known.filter(ApiContract.KnownPath::isOpen).isPresent()) {
      checkMethod(request, contract, base, known.orElseThrow());
    } else {
      callers.admit(
          door,
          request,
          () -> checkPath(request, contract, base, known),
          stranger -> refuse(request, stranger, contract));
    }
  }

  private void checkPath(
      RoutingContext request,
      ApiContract contract,
      String base,
      Optional<ApiContract.KnownPath> known) {
    if (known.isEmpty()) {
      refuse(request, new NotFoundException(), contract);
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
    if (!known.methods().contains(http.method().name())) {
      refuse(request, new NotAllowedException(allow(known)), contract);
    } else if (http.method().equals(HttpMethod.OPTIONS)) {
      Refusal.dropBody(http);
      request.response().setStatusCode(204).putHeader(HttpHeaders.ALLOW, allow(known)).end();
    } else if (known.takesJson()
        && http.method().equals(HttpMethod.POST)
        && !isJson(http, contract)) {
      refuse(request, new NotSupportedException(), contract);
    } else if (bodies.isDue(http)) {
      bodies
          .read(request)
          .onSuccess(read -> enter(request, contract, base, known))
          .onFailure(failure -> refuse(request, failure, contract));
    } else {
      enter(request, contract, base, known);
    }
  }

  private static String allow(ApiContract.KnownPath known) {
    return String.join(", ", known.methods());
  }

  private void enter(
      RoutingContext request, ApiContract contract, String base, ApiContract.KnownPath known) {
    if (!lanes.enter(request, contract, known.template())) {
      refuse(request, DoorException.tooMany(), contract);
    } else if (known.template().endsWith("/") && !request.request().path().endsWith("/")) {
      String query = request.request().query();
      map(request, request.request().path() + "/" + (query == null ? "" : "?" + query));
    } else if (base.equals(contract.base())) {
      request.next();
    } else {
      String uri = request.request().uri();
      map(request, contract.base() + uri.substring(uri.indexOf(base) + base.length()));
    }
  }

  private void refuse(RoutingContext request, Throwable failure, ApiContract contract) {
    Refusal.end(request, failure, errors, contract.base());
  }

  /** The routes behind would take a body without a type, or of any type, for JSON. */
  private static boolean isJson(HttpServerRequest request, ApiContract contract) {
    List<String> types = request.headers().getAll(HttpHeaders.CONTENT_TYPE);
    // The resources of the cloud API look at the character set, and have a number for it.
    return contract.isWorker() ? JsonType.isNamedAsUtf8By(types) : JsonType.isNamedBy(types);
  }

  private static void map(RoutingContext request, String uri) {
    request.put(MAPPED, true);
    request.reroute(uri);
  }
}
