package org.imagebuilder.imagebuilder.composes;

import io.smallrye.mutiny.Uni;
import java.time.ZoneOffset;
import java.util.Optional;
import org.imagebuilder.imagebuilder.contract.api.api.QuotaApi;
import org.imagebuilder.imagebuilder.contract.api.model.Quota;
import org.imagebuilder.imagebuilder.identity.CurrentIdentity;
import org.jboss.resteasy.reactive.RestResponse;

/** The quota over HTTP. */
public class QuotaResource implements QuotaApi {
  private final Quotas quotas;
  private final CurrentIdentity identity;

  QuotaResource(Quotas quotas, CurrentIdentity identity) {
    this.quotas = quotas;
    this.identity = identity;
  }

  @Override
  public Uni<RestResponse<Quota>> getQuota() {
    return quotas.use(identity.get()).map(QuotaResource::answer).map(RestResponse::ok);
  }

  private static Quota answer(Optional<QuotaUse> found) {
    Quota answer = new Quota();
    answer.setUnlimited(found.isEmpty());
    found.ifPresent(
        use -> {
          answer.setLimit(use.quota().limit());
          answer.setWindowSeconds(use.quota().window().toSeconds());
          answer.setUsed(use.used());
          answer.setRemaining(use.remaining());
          use.nextSlot().ifPresent(at -> answer.setNextSlotAt(at.atOffset(ZoneOffset.UTC)));
        });
    return answer;
  }
}
