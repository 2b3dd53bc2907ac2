package org.imagebuilder.composer.packages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.imagebuilder.composer.composes.Wishes;
import org.imagebuilder.composer.contract.cloud.api.PackagesApi;
import org.imagebuilder.composer.contract.cloud.model.DepsolveResponse;
import org.imagebuilder.composer.contract.cloud.model.SearchPackagesResponse;
import org.imagebuilder.composer.listeners.HangUp;
import org.imagebuilder.composer.tenants.TenantResolver;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Questions about packages over HTTP; a caller who hangs up calls them off. */
@ApplicationScoped
class PackagesResource implements PackagesApi {
  private final Packages packages;
  private final TenantResolver tenants;
  private final HangUp hangUp;

  PackagesResource(Packages packages, TenantResolver tenants, HangUp hangUp) {
    this.packages = packages;
    this.tenants = tenants;
    this.hangUp = hangUp;
  }

  @Override
  public Uni<RestResponse<DepsolveResponse>> postDepsolveBlueprint(
      ObjectNode request, @Nullable String fairShareKey, @Nullable String externalId) {
    return hangUp.cancels(
        packages
            .depsolve(tenants.current(), request, share(fairShareKey))
            .map(PackagesMapper::resolved)
            .map(RestResponse::ok));
  }

  @Override
  public Uni<RestResponse<SearchPackagesResponse>> postSearchPackages(
      ObjectNode request, @Nullable String fairShareKey, @Nullable String externalId) {
    return hangUp.cancels(
        packages
            .search(tenants.current(), request, share(fairShareKey))
            .map(PackagesMapper::found)
            .map(RestResponse::ok));
  }

  private static Optional<String> share(@Nullable String key) {
    return Wishes.of(Optional.empty(), Optional.ofNullable(key), Optional.empty(), false)
        .fairShareKey();
  }
}
