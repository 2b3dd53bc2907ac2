package org.imagebuilder.imagebuilder.lint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import java.util.UUID;
import org.imagebuilder.imagebuilder.blueprints.BlueprintDetails;
import org.imagebuilder.imagebuilder.blueprints.BlueprintMoved;
import org.imagebuilder.imagebuilder.blueprints.Blueprints;
import org.imagebuilder.imagebuilder.compliance.Policies;
import org.imagebuilder.imagebuilder.contract.api.api.FixupApi;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;
import org.imagebuilder.imagebuilder.identity.CurrentIdentity;
import org.imagebuilder.imagebuilder.identity.Identity;
import org.jboss.resteasy.reactive.RestResponse;

/** Mends blueprints over HTTP. */
public class FixupResource implements FixupApi {
  private static final int MOST_RETRIES = 5;

  private final Blueprints blueprints;
  private final Policies policies;
  private final CurrentIdentity identity;

  FixupResource(Blueprints blueprints, Policies policies, CurrentIdentity identity) {
    this.blueprints = blueprints;
    this.policies = policies;
    this.identity = identity;
  }

  @Override
  public Uni<RestResponse<Void>> fixupBlueprint(UUID id) {
    Identity caller = identity.get();
    return Uni.createFrom()
        .deferred(() -> blueprints.find(id, Blueprints.LATEST, caller))
        .chain(blueprint -> mend(blueprint, caller))
        // What was kept while the policy was asked for is to be mended, and not to be replaced.
        .onFailure(BlueprintMoved.class)
        .retry()
        .atMost(MOST_RETRIES)
        .onFailure(BlueprintMoved.class)
        .transform(busy -> new ApiException(ErrorCode.UNAVAILABLE))
        .replaceWith(() -> RestResponse.status(RestResponse.Status.CREATED));
  }

  private Uni<Void> mend(BlueprintDetails blueprint, Identity caller) {
    return policies
        .mended(blueprint.body(), caller)
        .chain(
            customizations -> {
              ObjectNode body = blueprint.body().deepCopy();
              body.set("customizations", customizations);
              return blueprints.replaceBody(blueprint, body, caller);
            });
  }
}
