package org.imagebuilder.composer.clones;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.composer.composes.Wishes;
import org.imagebuilder.composer.contract.cloud.api.ClonesApi;
import org.imagebuilder.composer.contract.cloud.model.CloneComposeResponse;
import org.imagebuilder.composer.tenants.TenantResolver;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Clones over HTTP. */
@ApplicationScoped
class CloneResource implements ClonesApi {
  private static final Logger LOG = Logger.getLogger(CloneResource.class);
  private static final String KEY_HEADER = "Idempotency-Key";

  private final Clones clones;
  private final TenantResolver tenants;

  CloneResource(Clones clones, TenantResolver tenants) {
    this.clones = clones;
    this.tenants = tenants;
  }

  @Override
  public Uni<RestResponse<CloneComposeResponse>> postCloneCompose(
      UUID id,
      ObjectNode request,
      @Nullable String idempotencyKey,
      @Nullable String fairShareKey,
      @Nullable String externalId) {
    Wishes wishes =
        new Wishes(Optional.ofNullable(idempotencyKey), Optional.ofNullable(fairShareKey), false);
    return clones
        .request(tenants.current(), id, request, wishes)
        .map(
            clone -> {
              LOG.infof("Clone accepted composeId=%s cloneId=%s", id, clone);
              return created(CloneMapper.id(id, clone), wishes.idempotencyKey());
            });
  }

  @Override
  public Uni<RestResponse<org.imagebuilder.composer.contract.cloud.model.CloneStatus>>
      getCloneStatus(UUID id) {
    return clones
        .status(tenants.current(), id)
        .map(status -> RestResponse.ok(CloneMapper.status(id, status)));
  }

  private static RestResponse<CloneComposeResponse> created(
      CloneComposeResponse clone, Optional<String> idempotencyKey) {
    RestResponse.ResponseBuilder<CloneComposeResponse> answer =
        RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, clone);
    idempotencyKey.ifPresent(key -> answer.header(KEY_HEADER, key));
    return answer.build();
  }
}
