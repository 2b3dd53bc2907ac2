package org.imagebuilder.imagebuilder.tokens;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;

/** A token server's one operation; each neighbour's client of it says where that is. */
@Path("")
public interface TokenApi {
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  Uni<ObjectNode> token(
      @FormParam("grant_type") String grantType,
      @FormParam("client_id") String clientId,
      @FormParam("client_secret") String clientSecret);
}
