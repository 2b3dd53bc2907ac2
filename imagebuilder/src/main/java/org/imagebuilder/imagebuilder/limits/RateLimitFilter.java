package org.imagebuilder.imagebuilder.limits;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorBody;
import org.imagebuilder.imagebuilder.errors.ErrorCode;
import org.imagebuilder.imagebuilder.identity.CurrentIdentity;
import org.imagebuilder.imagebuilder.identity.Identity;
import org.imagebuilder.imagebuilder.limits.Allowance.Verdict;

/**
 * Counts the calls of each organisation and refuses those beyond its allowance. It stands behind
 * the identity, for it has to know whose call it is, and before whatever costs something.
 */
@Singleton
public class RateLimitFilter {
  private static final int BEHIND_IDENTITY = 700;
  private static final String KNOWN = Verdict.class.getName();

  private final Allowances allowances;

  RateLimitFilter(Allowances allowances) {
    this.allowances = allowances;
  }

  void register(@Observes Filters filters) {
    filters.register(this::handle, BEHIND_IDENTITY);
  }

  private void handle(RoutingContext exchange) {
    Identity caller = CurrentIdentity.of(exchange).orElse(null);
    if (caller == null) {
      exchange.next();
      return;
    }
    CallClass kind = CallClass.of(exchange.request().method(), exchange.request().path());
    Verdict verdict = verdict(exchange, caller, kind).orElse(null);
    if (verdict != null) {
      tell(exchange.response(), kind, verdict);
    }
    if (verdict == null || verdict.passes()) {
      exchange.next();
    } else {
      refuse(exchange.response(), kind, verdict);
    }
  }

  // A call that is sent on to another spelling of its path comes by twice, and is one call.
  private Optional<Verdict> verdict(RoutingContext exchange, Identity caller, CallClass kind) {
    Verdict known = exchange.get(KNOWN);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Verdict> found = allowances.take(caller.organisation(), kind);
    found.ifPresent(verdict -> exchange.put(KNOWN, verdict));
    return found;
  }

  private void tell(HttpServerResponse response, CallClass kind, Verdict verdict) {
    response
        .putHeader("RateLimit-Limit", Integer.toString(allowances.rule(kind).calls()))
        .putHeader("RateLimit-Remaining", Long.toString(verdict.remaining()))
        .putHeader("RateLimit-Reset", Long.toString(verdict.resetSeconds()));
  }

  private void refuse(HttpServerResponse response, CallClass kind, Verdict verdict) {
    Allowance rule = allowances.rule(kind);
    ApiException refusal =
        new ApiException(
            ErrorCode.TOO_MANY_CALLS,
            kind.word(),
            rule.calls(),
            Math.max(1, rule.within().toSeconds()),
            verdict.resetSeconds());
    response
        .setStatusCode(refusal.code().status())
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.RETRY_AFTER, Long.toString(verdict.resetSeconds()))
        .end(ErrorBody.of(refusal));
  }
}
