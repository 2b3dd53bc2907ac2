package org.imagebuilder.imagebuilder.blueprints;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.imagebuilder.imagebuilder.composes.BlueprintComposes;
import org.imagebuilder.imagebuilder.composes.ComposeMapper;
import org.imagebuilder.imagebuilder.contract.api.api.BlueprintsApi;
import org.imagebuilder.imagebuilder.contract.api.model.BlueprintsResponse;
import org.imagebuilder.imagebuilder.contract.api.model.ComposeResponse;
import org.imagebuilder.imagebuilder.contract.api.model.ComposesResponse;
import org.imagebuilder.imagebuilder.contract.api.model.CreateBlueprintResponse;
import org.imagebuilder.imagebuilder.contract.api.model.ImageTypes;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;
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
  private final BlueprintImages images;
  private final BlueprintExport exports;
  private final BlueprintMapper mapper;
  private final ComposeMapper composes;
  private final RequestBody bodies;
  private final CurrentIdentity identity;
  private final HttpHeaders headers;

  BlueprintResource(
      Blueprints blueprints,
      BlueprintImages images,
      BlueprintExport exports,
      BlueprintMapper mapper,
      ComposeMapper composes,
      RequestBody bodies,
      CurrentIdentity identity,
      HttpHeaders headers) {
    this.blueprints = blueprints;
    this.images = images;
    this.exports = exports;
    this.mapper = mapper;
    this.composes = composes;
    this.bodies = bodies;
    this.identity = identity;
    this.headers = headers;
  }

  @Override
  public Uni<RestResponse<List<ComposeResponse>>> composeBlueprint(
      UUID id, @Nullable ObjectNode body) {
    refuseBlank(body);
    return images
        .compose(
            id,
            BlueprintMapper.imageTypes(body),
            BlueprintMapper.clientId(headers.getHeaderString("X-ImageBuilder-ui")),
            identity.get())
        .map(ids -> RestResponse.status(Status.CREATED, BlueprintMapper.ids(ids)));
  }

  // No body means all images; a blank one, or null, is a mistake of whoever sent it.
  private void refuseBlank(@Nullable ObjectNode body) {
    String length = headers.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    if (body == null && length != null && !length.equals("0")) {
      throw new ApiException(ErrorCode.BODY_MISSING);
    }
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
  public Uni<RestResponse<ObjectNode>> exportBlueprint(UUID id) {
    return exports.export(id, identity.get()).map(RestResponse::ok);
  }

  @Override
  public Uni<RestResponse<ComposesResponse>> getBlueprintComposes(
      UUID id,
      @Nullable Integer blueprintVersion,
      Integer limit,
      Integer offset,
      List<ImageTypes> ignoreImageTypes) {
    Identity caller = identity.get();
    OptionalInt asked =
        blueprintVersion == null ? OptionalInt.empty() : OptionalInt.of(blueprintVersion);
    return images
        .version(id, asked, caller)
        .map(
            version ->
                new BlueprintComposes(
                    caller.organisation(),
                    id,
                    version,
                    ignoreImageTypes.stream().map(ImageTypes::toString).toList(),
                    limit,
                    offset))
        .chain(
            listing ->
                images.list(listing).map(page -> RestResponse.ok(composes.page(page, listing))));
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
