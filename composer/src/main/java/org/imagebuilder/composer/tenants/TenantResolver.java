package org.imagebuilder.composer.tenants;

import io.smallrye.common.vertx.ContextLocals;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells whose request is being handled. Where no door asks who comes in, callers are one tenant;
 * where one does, a request that nobody let in has no tenant at all.
 */
@ApplicationScoped
public class TenantResolver {
  private static final String CALLER = TenantResolver.class.getName();

  /** Set while starting, and for good. */
  private volatile boolean callersAreNamed;

  /** From now on each request has to be let in before its tenant is asked for. */
  public void nameCallers() {
    callersAreNamed = true;
  }

  /** Lets a request in on behalf of a caller; on the request's own context. */
  public void letIn(RoutingContext request, Caller caller) {
    if (callersAreNamed) {
      request.put(CALLER, caller);
      ContextLocals.put(CALLER, caller);
    }
  }

  /** Whose request this thread is handling. */
  public Tenant current() {
    return callersAreNamed ? caller().tenant() : Tenant.EVERYBODY;
  }

  /** Whether the caller may ask for a head start, where the token says it; otherwise, the other. */
  public boolean mayHurry(boolean otherwise) {
    return callersAreNamed ? caller().mayHurry().orElse(otherwise) : otherwise;
  }

  /** For counters: the tenant of this request, everybody while it has none. */
  public Tenant of(RoutingContext request) {
    @Nullable Caller caller = callersAreNamed ? request.get(CALLER) : null;
    return caller == null ? Tenant.EVERYBODY : caller.tenant();
  }

  private static Caller caller() {
    Optional<Caller> caller = ContextLocals.get(CALLER);
    return caller.orElseThrow(
        () -> new IllegalStateException("nobody let this request in, so it has no tenant"));
  }
}
