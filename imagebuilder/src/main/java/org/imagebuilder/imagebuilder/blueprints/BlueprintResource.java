package org.imagebuilder.imagebuilder.blueprints;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import java.util.UUID;
import org.imagebuilder.imagebuilder.contract.api.api.BlueprintsApi;
import org.imagebuilder.imagebuilder.contract.api.model.BlueprintsResponse;
import org.imagebuilder.imagebuilder.contract.api.model.CreateBlueprintResponse;
import org.imagebuilder.imagebuilder.identity.CurrentIdentity;
import org.imagebuilder.imagebuilder.identity.Identity;
import org.imagebuilder.imagebuilder.requests.RequestBody;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jspecify.annotations.Nullable;

/** Blueprints over HTTP. */
public class BlueprintResource implements BlueprintsApi {
  private static final String SCHEMA = "CreateBlueprintRequest";

  private final Blueprints blueprints;
  private final BlueprintMapper mapper;
  private final RequestBody bodies;
  private final CurrentIdentity identity;

  BlueprintResource(
      Blueprints blueprints, BlueprintMapper mapper, RequestBody bodies, CurrentIdentity identity) {
    this.blueprints = blueprints;
    this.mapper = mapper;
    this.bodies = bodies;
    this.identity = identity;
  }

  @Override
  public Uni<RestResponse<CreateBlueprintResponse>> createBlueprint(@Nullable ObjectNode body) {
    return blueprints
        .create(bodies.checked(body, SCHEMA), identity.get())
        .map(BlueprintResource::kept);
  }

  @Override
  public Uni<RestResponse<Void>> deleteBlueprint(UUID id) {
    return blueprints.delete(id, identity.get()).map(nothing -> RestResponse.noContent());
  }

  @Override
  public Uni<RestResponse<ObjectNode>> getBlueprint(UUID id, @Nullable Integer version) {
    Identity caller = identity.get();
    return blueprints
        .find(id, version == null ? Blueprints.LATEST : version, caller)
        .chain(
            blueprint ->
                blueprints
                    .lint(blueprint, caller)
                    .map(lint -> RestResponse.ok(mapper.details(blueprint, lint))));
  }

  @Override
  public Uni<RestResponse<BlueprintsResponse>> getBlueprints(
      @Nullable String name, @Nullable String search, Integer limit, Integer offset) {
    BlueprintListing listing =
        new BlueprintListing(
            identity.get().organisation(),
            name == null ? "" : name,
            search == null ? "" : search,
            limit,
            offset);
    return blueprints.list(listing).map(page -> RestResponse.ok(mapper.page(page, listing)));
  }

  @Override
  public Uni<RestResponse<CreateBlueprintResponse>> updateBlueprint(
      UUID id, @Nullable ObjectNode body) {
    return blueprints
        .update(id, bodies.checked(body, SCHEMA), identity.get())
        .map(nothing -> kept(id));
  }

  private static RestResponse<CreateBlueprintResponse> kept(UUID id) {
    CreateBlueprintResponse response = new CreateBlueprintResponse();
    response.setId(id);
    return RestResponse.status(Status.CREATED, response);
  }
}
