package org.imagebuilder.composer.overview;

import io.quarkus.vertx.http.ManagementInterface;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.imagebuilder.composer.database.DatabaseAwayException;
import org.jboss.logging.Logger;

/** The operators' views under {@code /operations} of the management port. */
@Singleton
final class OverviewRoute {
  private static final Logger LOG = Logger.getLogger(OverviewRoute.class);
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final OverviewStore store;

  OverviewRoute(OverviewStore store) {
    this.store = store;
  }

  void install(@Observes ManagementInterface management) {
    show(management, "/operations/workers", request -> store.workers());
    show(management, "/operations/queue", request -> store.queue());
    show(management, "/operations/composes/:id", this::compose);
  }

  private void show(
      ManagementInterface management, String path, Function<RoutingContext, Uni<JsonObject>> view) {
    management.router().get(path).handler(request -> answer(request, view));
  }

  private Uni<JsonObject> compose(RoutingContext request) {
    return id(request.pathParam("id"))
        .map(store::compose)
        .orElseThrow(() -> new IllegalArgumentException("id: is not a UUID"))
        .map(
            found ->
                found.orElseThrow(() -> new NoSuchElementException("id: no compose has this id")));
  }

  private static Optional<UUID> id(String text) {
    return UUID_FORM.matcher(text).matches()
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }

  private static void answer(
      RoutingContext request, Function<RoutingContext, Uni<JsonObject>> view) {
    Uni.createFrom()
        .deferred(() -> view.apply(request))
        .subscribe()
        .with(
            found -> end(request, 200, found),
            failure ->
                end(request, status(failure), new JsonObject().put("error", reason(failure))));
  }

  private static int status(Throwable failure) {
    return switch (failure) {
      case IllegalArgumentException malformed -> 400;
      case NoSuchElementException unknown -> 404;
      case DatabaseAwayException away -> 503;
      default -> 500;
    };
  }

  private static String reason(Throwable failure) {
    if (status(failure) == 500) {
      LOG.error("An operators' view could not be shown", failure);
      return "this view could not be made, see the log";
    }
    return String.valueOf(failure.getMessage());
  }

  private static void end(RoutingContext request, int status, JsonObject body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(body.encodePrettily() + "\n");
  }
}
