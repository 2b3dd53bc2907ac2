package org.imagebuilder.imagebuilder.operations;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.imagebuilder.imagebuilder.contract.api.model.Readiness;
import org.imagebuilder.imagebuilder.contract.api.model.Version;
import org.jboss.resteasy.reactive.RestResponse;

/** The paths outside of the public base path, which probes and tools read without an identity. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class ProbeResource {
  private final ServiceResource service;

  ProbeResource(ServiceResource service) {
    this.service = service;
  }

  @GET
  @Path("status")
  public Uni<RestResponse<Version>> status() {
    return service.getVersion();
  }

  @GET
  @Path("ready")
  public Uni<RestResponse<Readiness>> ready() {
    return service.getReadiness();
  }

  @GET
  @Path("openapi.json")
  public Uni<RestResponse<Object>> contract() {
    return service.getOpenapiJson();
  }
}
