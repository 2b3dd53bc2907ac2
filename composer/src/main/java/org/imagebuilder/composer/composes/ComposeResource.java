package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.composer.contract.cloud.api.ComposesApi;
import org.imagebuilder.composer.contract.cloud.model.ComposeId;
import org.imagebuilder.composer.tenants.TenantResolver;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The cloud API's composes over HTTP. */
@ApplicationScoped
class ComposeResource implements ComposesApi {
  private static final Logger LOG = Logger.getLogger(ComposeResource.class);
  private static final String KEY_HEADER = "Idempotency-Key";

  private final Composes composes;
  private final TenantResolver tenants;
  private final ComposesConfig config;

  ComposeResource(Composes composes, TenantResolver tenants, ComposesConfig config) {
    this.composes = composes;
    this.tenants = tenants;
    this.config = config;
  }

  @Override
  public Uni<RestResponse<ComposeId>> postCompose(
      ObjectNode request,
      @Nullable String idempotencyKey,
      @Nullable String fairShareKey,
      @Nullable String priority,
      @Nullable String externalId) {
    Wishes wishes = wishes(idempotencyKey, fairShareKey, priority);
    return composes
        .request(tenants.current(), request, wishes)
        .map(
            id -> {
              LOG.infof(
                  "Compose accepted composeId=%s externalId=%s",
                  id.value(), externalId == null ? "" : externalId.strip());
              return created(id.value(), wishes.idempotencyKey());
            });
  }

  @Override
  public Uni<RestResponse<org.imagebuilder.composer.contract.cloud.model.ComposeStatus>>
      getComposeStatus(UUID id) {
    return composes
        .status(tenants.current(), id)
        .map(view -> RestResponse.ok(ComposeMapper.status(id, view)));
  }

  @Override
  public Uni<RestResponse<org.imagebuilder.composer.contract.cloud.model.ComposeStatus>>
      postCancelCompose(UUID id) {
    return composes
        .cancel(tenants.current(), id)
        .map(view -> RestResponse.ok(ComposeMapper.status(id, view)));
  }

  @Override
  public Uni<RestResponse<ComposeId>> postRebuildCompose(
      UUID id,
      @Nullable String idempotencyKey,
      @Nullable String fairShareKey,
      @Nullable String priority,
      @Nullable String externalId) {
    Wishes wishes = wishes(idempotencyKey, fairShareKey, priority);
    return composes
        .rebuild(tenants.current(), id, wishes)
        .map(
            again -> {
              LOG.infof(
                  "Compose accepted again composeId=%s formerComposeId=%s externalId=%s",
                  again.value(), id, externalId == null ? "" : externalId.strip());
              return created(again.value(), wishes.idempotencyKey());
            });
  }

  private Wishes wishes(
      @Nullable String idempotencyKey, @Nullable String fairShareKey, @Nullable String priority) {
    return Wishes.of(
        Optional.ofNullable(idempotencyKey),
        Optional.ofNullable(fairShareKey),
        Optional.ofNullable(priority),
        tenants.mayHurry(config.interactiveAllowed()));
  }

  private static RestResponse<ComposeId> created(UUID id, Optional<String> idempotencyKey) {
    RestResponse.ResponseBuilder<ComposeId> answer =
        RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, ComposeMapper.id(id));
    idempotencyKey.ifPresent(key -> answer.header(KEY_HEADER, key));
    return answer.build();
  }
}
