package org.imagebuilder.imagebuilder.composes;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Singleton;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.imagebuilder.imagebuilder.identity.Identity;

/** How many composes an organisation may ask for, and how many it still may. */
@Singleton
class Quotas {
  private final RequestWriter writer;
  private final ComposeStore composes;
  private final Vertx vertx;

  Quotas(RequestWriter writer, ComposeStore composes, Vertx vertx) {
    this.writer = writer;
    this.composes = composes;
    this.vertx = vertx;
  }

  /** The organisation's quota; nothing without a file. */
  Uni<Optional<Quota>> of(Identity caller) {
    // The file is read each time, and files may be slow.
    return vertx.executeBlocking(() -> writer.quota(caller), false);
  }

  /** Nothing where the organisation may ask for as many as it likes. */
  Uni<Optional<QuotaUse>> use(Identity caller) {
    return of(caller)
        .chain(
            quota ->
                quota.filter(Quota::limits).isPresent()
                    ? used(caller.organisation(), quota.orElseThrow()).map(Optional::of)
                    : Uni.createFrom().item(Optional.empty()));
  }

  private Uni<QuotaUse> used(String organisation, Quota quota) {
    LocalDateTime since = writer.now().minus(quota.window());
    return composes
        .counted(organisation, since, quota.limit())
        .map(
            counted ->
                new QuotaUse(
                    quota,
                    counted.used(),
                    quota.limit() == 0
                        ? Optional.empty()
                        : counted.leaving().map(asked -> free(asked, quota))));
  }

  // What was asked for at that very moment still counts, so it is free a little later.
  private static LocalDateTime free(LocalDateTime asked, Quota quota) {
    return asked.plus(quota.window()).truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
  }
}
