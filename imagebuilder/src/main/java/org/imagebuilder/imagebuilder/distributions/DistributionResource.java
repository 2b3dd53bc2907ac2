package org.imagebuilder.imagebuilder.distributions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.imagebuilder.imagebuilder.contract.api.api.DistributionsApi;
import org.imagebuilder.imagebuilder.contract.api.model.ArchitectureItem;
import org.imagebuilder.imagebuilder.contract.api.model.DistributionKind;
import org.imagebuilder.imagebuilder.contract.api.model.Distributions;
import org.imagebuilder.imagebuilder.identity.CurrentIdentity;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Shows what can be built. */
public class DistributionResource implements DistributionsApi {
  private final DistributionCatalog catalog;
  private final CurrentIdentity identity;

  DistributionResource(DistributionCatalog catalog, CurrentIdentity identity) {
    this.catalog = catalog;
    this.identity = identity;
  }

  @Override
  public Uni<RestResponse<List<ArchitectureItem>>> getArchitectures(Distributions distribution) {
    List<ArchitectureItem> items =
        catalog.usable(distribution.toString(), identity.get()).architectures().values().stream()
            .map(DistributionMapper::item)
            .toList();
    return Uni.createFrom().item(RestResponse.ok(items));
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
