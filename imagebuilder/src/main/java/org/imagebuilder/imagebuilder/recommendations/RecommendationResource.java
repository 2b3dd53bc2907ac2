package org.imagebuilder.imagebuilder.recommendations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import org.imagebuilder.imagebuilder.contract.api.api.RecommendationsApi;
import org.imagebuilder.imagebuilder.contract.api.model.RecommendationsResponse;
import org.imagebuilder.imagebuilder.requests.RequestBody;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Recommends packages over HTTP. */
public class RecommendationResource implements RecommendationsApi {
  private final RecommendationsGateway recommendations;
  private final RequestBody bodies;

  RecommendationResource(RecommendationsGateway recommendations, RequestBody bodies) {
    this.recommendations = recommendations;
    this.bodies = bodies;
  }

  @Override
  public Uni<RestResponse<RecommendationsResponse>> recommendPackage(@Nullable ObjectNode body) {
    return recommendations
        .recommend(bodies.checked(body, "RecommendPackageRequest"))
        .map(RestResponse::ok);
  }
}
