package org.imagebuilder.imagebuilder.composes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;
import org.imagebuilder.imagebuilder.contract.api.api.ComposesApi;
import org.imagebuilder.imagebuilder.contract.api.model.ComposeResponse;
import org.imagebuilder.imagebuilder.contract.api.model.ComposeStatus;
import org.imagebuilder.imagebuilder.contract.api.model.ComposesResponse;
import org.imagebuilder.imagebuilder.contract.api.model.ImageTypes;
import org.imagebuilder.imagebuilder.identity.CurrentIdentity;
import org.imagebuilder.imagebuilder.requests.RequestBody;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Composes over HTTP. */
public class ComposeResource implements ComposesApi {
  private final Composes composes;
  private final ComposeMapper mapper;
  private final RequestBody bodies;
  private final CurrentIdentity identity;
  private final RequestWriter writer;

  ComposeResource(
      Composes composes,
      ComposeMapper mapper,
      RequestBody bodies,
      CurrentIdentity identity,
      RequestWriter writer) {
    this.composes = composes;
    this.mapper = mapper;
    this.bodies = bodies;
    this.identity = identity;
    this.writer = writer;
  }

  @Override
  public Uni<RestResponse<ComposeResponse>> composeImage(@Nullable ObjectNode body) {
    return composes
        .request(bodies.checked(body, "ComposeRequest"), identity.get())
        .map(
            id -> {
              ComposeResponse response = new ComposeResponse();
              response.setId(id);
              return RestResponse.status(RestResponse.Status.CREATED, response);
            });
  }

  @Override
  public Uni<RestResponse<ComposeStatus>> getComposeStatus(UUID composeId) {
    return composes
        .standing(composeId, identity.get())
        .chain(
            compose ->
                composes
                    .imageStatus(compose)
                    .map(status -> RestResponse.ok(mapper.status(compose, status))));
  }

  @Override
  public Uni<RestResponse<ObjectNode>> getComposeMetadata(UUID composeId) {
    return composes.find(composeId, identity.get()).chain(composes::metadata).map(RestResponse::ok);
  }

  @Override
  public Uni<RestResponse<Void>> deleteCompose(UUID composeId) {
    return composes.delete(composeId, identity.get()).map(nothing -> RestResponse.ok());
  }

  @Override
  public Uni<RestResponse<ComposesResponse>> getComposes(
      Integer limit, Integer offset, List<ImageTypes> ignoreImageTypes) {
    Listing listing =
        new Listing(
            identity.get().organisation(),
            writer.listedSince(),
            ignoreImageTypes.stream().map(ImageTypes::toString).toList(),
            limit,
            offset);
    return composes.list(listing).map(page -> RestResponse.ok(mapper.page(page, limit)));
  }
}
