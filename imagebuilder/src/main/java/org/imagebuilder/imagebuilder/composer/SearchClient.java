package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Composer's search for packages. Not the generated interface, for the answer may be tens of
 * megabytes and is read while it is taken apart; and a client of its own, for it takes minutes.
 */
@RegisterProvider(BearerToken.class)
@Path("/api/image-builder-composer/v2")
interface SearchClient {
  @POST
  @Path("/search/packages")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  Uni<RestResponse<FoundPackages>> search(
      ObjectNode request, @HeaderParam("X-Fair-Share-Key") String fairShareKey);
}
