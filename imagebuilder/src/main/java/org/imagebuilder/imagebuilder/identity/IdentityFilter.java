package org.imagebuilder.imagebuilder.identity;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorBody;
import org.imagebuilder.imagebuilder.errors.ErrorCode;

/**
 * Lets nobody without an identity below the public base path, whatever the path says. Only the
 * contract itself is open to everybody who reads it.
 */
@Singleton
public class IdentityFilter {
  private static final int BEFORE_VALIDATION = 900;
  private static final String BASE = "/api/image-builder/v1/";
  private static final String CONTRACT = BASE + "openapi.json";

  private final IdentityConfig config;

  IdentityFilter(IdentityConfig config) {
    this.config = config;
  }

  void register(@Observes Filters filters) {
    filters.register(this::handle, BEFORE_VALIDATION);
  }

  private void handle(RoutingContext exchange) {
    String path = exchange.request().path();
    boolean open = path.equals(CONTRACT) && exchange.request().method().equals(HttpMethod.GET);
    if (!path.startsWith(BASE) || open) {
      exchange.next();
      return;
    }
    try {
      CurrentIdentity.keep(exchange, read(exchange));
      exchange.next();
    } catch (IdentityRefused refused) {
      exchange
          .response()
          .setStatusCode(refused.status())
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
          .end(refused.text() + "\n");
    } catch (ApiException refusal) {
      exchange
          .response()
          .setStatusCode(refusal.code().status())
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
          .end(ErrorBody.of(refusal));
    }
  }

  private Identity read(RoutingContext exchange) throws IdentityRefused {
    if (config.fedora()) {
      return FedoraHeader.read(values(exchange, FedoraHeader.NAME));
    }
    Identity identity = RedHatHeader.read(values(exchange, RedHatHeader.NAME));
    if (identity.type().equals("Associate")) {
      throw new ApiException(ErrorCode.ACCOUNT_TYPE_UNSUPPORTED, identity.type());
    }
    return identity;
  }

  private static List<String> values(RoutingContext exchange, String header) {
    return exchange.request().headers().getAll(header);
  }
}
