package org.imagebuilder.imagebuilder.features;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The question that clients of Unleash ask. */
@Path("client/features")
interface UnleashClient {
  @GET
  Uni<RestResponse<String>> features(
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String token,
      @HeaderParam("UNLEASH-APPNAME") String application,
      @HeaderParam("UNLEASH-INSTANCEID") String instance,
      @QueryParam("project") String project);
}
