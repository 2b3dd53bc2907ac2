package org.imagebuilder.imagebuilder.compliance;

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
import org.eclipse.microprofile.rest.client.annotation.ClientHeaderParam;
import org.jboss.resteasy.reactive.RestResponse;

/** The part of the service's operations that is used here. */
@Path("policies/{policy}")
@ClientHeaderParam(name = "Content-Type", value = MediaType.APPLICATION_JSON)
interface ComplianceClient {
  String IDENTITY = "x-rh-identity";

  @GET
  Uni<RestResponse<String>> policy(
      @HeaderParam(IDENTITY) String identity, @PathParam("policy") UUID policy);

  @GET
  @Path("tailorings")
  Uni<RestResponse<String>> tailorings(
      @HeaderParam(IDENTITY) String identity,
      @PathParam("policy") UUID policy,
      @QueryParam("filter") String filter);

  @POST
  @Path("tailorings")
  @Consumes(MediaType.APPLICATION_JSON)
  Uni<RestResponse<String>> createTailoring(
      @HeaderParam(IDENTITY) String identity,
      @PathParam("policy") UUID policy,
      ObjectNode tailoring);

  @GET
  @Path("tailorings/{minor}/tailoring_file.json")
  Uni<RestResponse<String>> tailoringFile(
      @HeaderParam(IDENTITY) String identity,
      @PathParam("policy") UUID policy,
      @PathParam("minor") int minor);

  @GET
  @Path("tailorings/{minor}/tailoring_file.toml")
  Uni<RestResponse<String>> blueprint(
      @HeaderParam(IDENTITY) String identity,
      @PathParam("policy") UUID policy,
      @PathParam("minor") int minor);
}
