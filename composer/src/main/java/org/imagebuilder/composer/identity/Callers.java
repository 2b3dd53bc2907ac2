package org.imagebuilder.composer.identity;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.imagebuilder.composer.errors.UnauthenticatedException;
import org.imagebuilder.composer.tenants.Caller;
import org.imagebuilder.composer.tenants.Tenant;
import org.imagebuilder.composer.tenants.TenantResolver;

/** Lets requests in, each with its tenant, or refuses them. */
@Singleton
public final class Callers {
  private static final Caller ANYBODY = new Caller(Tenant.EVERYBODY, Optional.empty());

  /** The doors at which a token is asked for. */
  private final Map<Door, Entrance> entrances = new EnumMap<>(Door.class);

  private final TenantResolver tenants;

  Callers(IdentityConfig config, Vertx vertx, TenantResolver tenants) {
    this.tenants = tenants;
    EntrancePlanner planner = new EntrancePlanner(vertx, InstantSource.system());
    planner
        .plan(Door.CLOUD_API, config.cloudApi())
        .ifPresent(entrance -> entrances.put(Door.CLOUD_API, entrance));
    planner
        .plan(Door.WORKER_API, config.workerApi())
        .ifPresent(entrance -> entrances.put(Door.WORKER_API, entrance));
    if (!entrances.isEmpty()) {
      tenants.nameCallers();
    }
  }

  /** Whether a token is asked for at this door. */
  public boolean areAskedAt(Door door) {
    return entrances.containsKey(door);
  }

  /** Goes on with a request whose caller may come in, and says of any other why it may not. */
  public void admit(
      Door door, RoutingContext request, Runnable next, Consumer<Throwable> otherwise) {
    Entrance entrance = entrances.get(door);
    if (entrance == null) {
      tenants.letIn(request, ANYBODY);
      next.run();
      return;
    }
    Future<Caller> caller = recognize(entrance, request);
    if (caller.isComplete()) {
      goOn(caller, request, next, otherwise);
    } else {
      // A fetch of keys serves many requests; each goes on in its own context.
      Context own = request.vertx().getOrCreateContext();
      caller.onComplete(known -> own.runOnContext(again -> goOn(known, request, next, otherwise)));
    }
  }

  private static Future<Caller> recognize(Entrance entrance, RoutingContext request) {
    try {
      return entrance.recognize(BearerToken.of(request.request()));
    } catch (UnauthenticatedException refused) {
      return Future.failedFuture(refused);
    }
  }

  private void goOn(
      AsyncResult<Caller> caller,
      RoutingContext request,
      Runnable next,
      Consumer<Throwable> otherwise) {
    if (caller.succeeded()) {
      tenants.letIn(request, caller.result());
      next.run();
    } else {
      otherwise.accept(caller.cause());
    }
  }
}
