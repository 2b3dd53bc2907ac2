package org.imagebuilder.composer.results;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.imagebuilder.composer.contract.cloud.api.ResultsApi;
import org.imagebuilder.composer.contract.cloud.model.ComposeMetadata;
import org.imagebuilder.composer.tenants.TenantResolver;
import org.jboss.resteasy.reactive.RestResponse;

/** What came of composes, over HTTP. */
@ApplicationScoped
class ResultResource implements ResultsApi {
  private final Results results;
  private final TenantResolver tenants;

  ResultResource(Results results, TenantResolver tenants) {
    this.results = results;
    this.tenants = tenants;
  }

  @Override
  public Uni<RestResponse<ComposeMetadata>> getComposeMetadata(UUID id) {
    return results
        .metadata(tenants.current(), id)
        .map(metadata -> RestResponse.ok(ResultsMapper.metadata(id, metadata)));
  }

  @Override
  public Uni<RestResponse<Buffer>> getComposeLogs(UUID id) {
    return results
        .logs(tenants.current(), id)
        .map(logs -> RestResponse.ok(ResultsMapper.logs(id, logs)));
  }

  @Override
  public Uni<RestResponse<Buffer>> getComposeManifests(UUID id) {
    return results
        .manifests(tenants.current(), id)
        .map(manifests -> RestResponse.ok(ResultsMapper.manifests(id, manifests)));
  }

  @Override
  public Uni<RestResponse<Buffer>> getComposeSBOMs(UUID id) {
    return results
        .billsOfMaterials(tenants.current(), id)
        .map(bills -> RestResponse.ok(ResultsMapper.billsOfMaterials(id, bills)));
  }
}
