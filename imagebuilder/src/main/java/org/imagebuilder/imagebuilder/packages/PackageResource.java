package org.imagebuilder.imagebuilder.packages;

import io.smallrye.mutiny.Uni;
import org.imagebuilder.imagebuilder.contract.api.api.PackagesApi;
import org.imagebuilder.imagebuilder.contract.api.model.Distributions;
import org.imagebuilder.imagebuilder.contract.api.model.PackagesResponse;
import org.imagebuilder.imagebuilder.identity.CurrentIdentity;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Shows which packages there are. */
public class PackageResource implements PackagesApi {
  private static final int ALL = 100;

  private final Packages packages;
  private final CurrentIdentity identity;

  PackageResource(Packages packages, CurrentIdentity identity) {
    this.packages = packages;
    this.identity = identity;
  }

  @Override
  public Uni<RestResponse<PackagesResponse>> getPackages(
      Distributions distribution,
      String architecture,
      @Nullable String search,
      @Nullable Integer limit,
      @Nullable Integer offset) {
    // The gate has seen the parameter; an empty one does not come through.
    String text = search == null ? "" : search;
    PackageMapper.Asked asked =
        new PackageMapper.Asked(distribution.toString(), architecture, text);
    return packages
        .find(asked.distribution(), architecture, text, identity.get())
        .map(
            found ->
                RestResponse.ok(
                    PackageMapper.page(
                        found, asked, limit == null ? ALL : limit, offset == null ? 0 : offset)));
  }
}
