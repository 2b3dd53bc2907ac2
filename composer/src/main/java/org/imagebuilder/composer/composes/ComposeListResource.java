package org.imagebuilder.composer.composes;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.imagebuilder.composer.contract.cloud.api.ComposeListApi;
import org.imagebuilder.composer.contract.cloud.model.ComposeDeleteStatus;
import org.imagebuilder.composer.errors.ErrorCode;
import org.imagebuilder.composer.tenants.TenantResolver;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;

/** The list of composes over HTTP. */
@ApplicationScoped
class ComposeListResource implements ComposeListApi {
  private static final Logger LOG = Logger.getLogger(ComposeListResource.class);
  private static final int LONGEST_PAGE = 1000;

  private final ComposeList list;
  private final ComposeRemoval removal;
  private final TenantResolver tenants;
  private final CurrentVertxRequest request;

  ComposeListResource(
      ComposeList list,
      ComposeRemoval removal,
      TenantResolver tenants,
      CurrentVertxRequest request) {
    this.list = list;
    this.removal = removal;
    this.tenants = tenants;
    this.request = request;
  }

  @Override
  public Uni<RestResponse<List<org.imagebuilder.composer.contract.cloud.model.ComposeStatus>>>
      getComposeList(Integer limit, Integer offset) {
    check("limit", limit, 1, LONGEST_PAGE);
    check("offset", offset, 0, Integer.MAX_VALUE);
    return list.page(tenants.current(), limit, offset, ComposeMapper::status).map(RestResponse::ok);
  }

  @Override
  public Uni<RestResponse<ComposeDeleteStatus>> deleteCompose(UUID id) {
    return removal
        .remove(tenants.current(), id)
        .invoke(() -> LOG.infof("Compose deleted composeId=%s", id))
        .map(gone -> RestResponse.ok(ComposeMapper.deleted(id)));
  }

  private void check(String name, int value, int least, int most) {
    // The framework takes a parameter without a value for one that is not there.
    boolean isEmpty = request.getCurrent().queryParam(name).contains("");
    if (isEmpty || value < least || value > most) {
      throw ErrorCode.BAD_REQUEST.because(
          name + ": give a number from " + least + " to " + most + ", or leave it out");
    }
  }
}
