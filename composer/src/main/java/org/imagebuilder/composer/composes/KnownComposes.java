package org.imagebuilder.composer.composes;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.imagebuilder.composer.errors.ErrorCode;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.tenants.Tenant;

/**
 * The door for rooms that are about composes that exist already. Says that there is no such compose
 * where it is another tenant's.
 */
@ApplicationScoped
public class KnownComposes {
  private final ComposeStore store;
  private final Jobs jobs;

  KnownComposes(ComposeStore store, Jobs jobs) {
    this.store = store;
    this.jobs = jobs;
  }

  /** The tenant's compose of this id with its jobs, or the failure that the caller is told. */
  public Uni<KnownCompose> find(Tenant tenant, UUID id) {
    return store
        .known(tenant, id)
        .flatMap(compose -> jobs.ofPlan(id))
        .map(
            reports -> {
              if (reports.isEmpty()) {
                throw gone();
              }
              return new KnownCompose(id, reports);
            });
  }

  /** The request as it was accepted, in JSON, with defaults and without secrets. */
  public Uni<String> request(Tenant tenant, UUID id) {
    return store.request(tenant, id).map(found -> found.orElseThrow(KnownComposes::gone));
  }

  /** What has to be hidden in whatever is read back about the compose. */
  public Uni<Secrets> secrets(Tenant tenant, UUID id) {
    return store.secrets(tenant, id).map(found -> found.orElseThrow(KnownComposes::gone));
  }

  private static RuntimeException gone() {
    return ErrorCode.COMPOSE_NOT_FOUND.because("it was removed just now");
  }
}
