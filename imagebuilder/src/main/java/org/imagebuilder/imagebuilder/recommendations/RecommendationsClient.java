package org.imagebuilder.imagebuilder.recommendations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The service's one operation. */
@Path("packages/recommendations")
interface RecommendationsClient {
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  Uni<RestResponse<String>> recommend(
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization, ObjectNode question);
}
