package org.imagebuilder.imagebuilder.provisioning;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.jboss.resteasy.reactive.RestResponse;

/** The one operation of the service that is used here. */
@Path("")
interface ProvisioningClient {
  @GET
  @Path("sources/{id}/upload_info")
  Uni<RestResponse<String>> uploadInfo(
      @HeaderParam("x-rh-identity") String identity, @PathParam("id") String source);
}
