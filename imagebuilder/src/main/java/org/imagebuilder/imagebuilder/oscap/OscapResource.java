package org.imagebuilder.imagebuilder.oscap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;
import org.imagebuilder.imagebuilder.compliance.Policies;
import org.imagebuilder.imagebuilder.contract.api.api.OpenScapApi;
import org.imagebuilder.imagebuilder.contract.api.model.DistributionProfileItem;
import org.imagebuilder.imagebuilder.contract.api.model.Distributions;
import org.imagebuilder.imagebuilder.identity.CurrentIdentity;
import org.jboss.resteasy.reactive.RestResponse;

/** Shows profiles, and what they ask of an image. */
public class OscapResource implements OpenScapApi {
  private final ProfileCatalog catalog;

  private final Policies policies;
  private final CurrentIdentity identity;

  OscapResource(ProfileCatalog catalog, Policies policies, CurrentIdentity identity) {
    this.catalog = catalog;
    this.policies = policies;
    this.identity = identity;
  }

  @Override
  public Uni<RestResponse<List<DistributionProfileItem>>> getOscapProfiles(
      Distributions distribution) {
    List<DistributionProfileItem> items =
        catalog.profiles(distribution.toString()).stream()
            .map(DistributionProfileItem::fromValue)
            .toList();
    return Uni.createFrom().item(RestResponse.ok(items));
  }

  @Override
  public Uni<RestResponse<ObjectNode>> getOscapCustomizations(
      Distributions distribution, DistributionProfileItem profile) {
    ObjectNode customizations = catalog.customizations(distribution.toString(), profile.toString());
    return Uni.createFrom().item(RestResponse.ok(customizations));
  }

  @Override
  public Uni<RestResponse<ObjectNode>> getOscapCustomizationsForPolicy(
      UUID policy, Distributions distribution) {
    return policies.required(policy, distribution.toString(), identity.get()).map(RestResponse::ok);
  }
}
