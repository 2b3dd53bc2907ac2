package org.imagebuilder.imagebuilder.distributions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.imagebuilder.imagebuilder.contract.api.api.DistributionsApi;
import org.imagebuilder.imagebuilder.contract.api.model.DistributionKind;
import org.imagebuilder.imagebuilder.contract.api.model.Distributions;
import org.imagebuilder.imagebuilder.identity.CurrentIdentity;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Shows what can be built. */
public class DistributionResource implements DistributionsApi {
  private final DistributionCatalog catalog;
  private final DistributionDetails details;
  private final CurrentIdentity identity;

  DistributionResource(
      DistributionCatalog catalog, DistributionDetails details, CurrentIdentity identity) {
    this.catalog = catalog;
    this.details = details;
    this.identity = identity;
  }

  @Override
  public Uni<RestResponse<List<ObjectNode>>> getArchitectures(Distributions distribution) {
    Distribution found = catalog.usable(distribution.toString(), identity.get());
    return Uni.createFrom().item(RestResponse.ok(DistributionMapper.architectures(found)));
  }

  @Override
  public Uni<RestResponse<ObjectNode>> getDistribution(
      String distro, @Nullable List<String> imageType, @Nullable List<String> architecture) {
    catalog.checkDetails(distro, identity.get());
    return details
        .find(
            distro,
            imageType == null ? List.of() : imageType,
            architecture == null ? List.of() : architecture)
        .map(RestResponse::ok);
  }

  @Override
  public Uni<RestResponse<List<ObjectNode>>> getDistributions(
      @Nullable DistributionKind kind,
      @Nullable String distro,
      @Nullable String arch,
      @Nullable String type) {
    List<ObjectNode> items =
        kind == null
            ? DistributionMapper.items(catalog.usable(identity.get()))
            : DistributionMapper.bootcItems(catalog.all(), distro, arch, type);
    return Uni.createFrom().item(RestResponse.ok(items));
  }
}
