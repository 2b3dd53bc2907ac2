package org.imagebuilder.imagebuilder.contentsources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The part of the service's operations that is used here; its paths end in slashes. */
@Path("")
interface ContentSourcesClient {
  String IDENTITY = "x-rh-identity";

  @GET
  @Path("repositories/")
  Uni<RestResponse<String>> repositories(
      @HeaderParam(IDENTITY) String identity,
      @QueryParam("origin") String origins,
      @QueryParam("url") @Nullable String urls,
      @QueryParam("uuid") @Nullable String ids,
      @QueryParam("limit") int limit,
      @QueryParam("offset") int offset);

  @POST
  @Path("snapshots/for_date/")
  @Consumes(MediaType.APPLICATION_JSON)
  Uni<RestResponse<String>> snapshotsForDate(
      @HeaderParam(IDENTITY) String identity, ObjectNode question);

  @GET
  @Path("templates/{id}")
  Uni<RestResponse<String>> template(
      @HeaderParam(IDENTITY) String identity, @PathParam("id") UUID id);

  @POST
  @Path("repositories/bulk_export/")
  @Consumes(MediaType.APPLICATION_JSON)
  Uni<RestResponse<String>> export(@HeaderParam(IDENTITY) String identity, ObjectNode question);
}
