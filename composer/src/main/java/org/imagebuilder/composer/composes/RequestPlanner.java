package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import org.imagebuilder.composer.distributions.DistributionCatalog;
import org.imagebuilder.composer.jobs.JobPlan;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.jobs.LiveAbilities;
import org.imagebuilder.composer.tenants.Tenant;

/** From a body to jobs: checks it, plans it, and sees to it that it can be kept. */
@ApplicationScoped
class RequestPlanner {
  private static final String NEWER_MANIFESTS = JobType.RPM_MANIFEST.wireName();

  private final RequestCheck check;
  private final SecureRandom random = new SecureRandom();
  private final ComposePlanner planner;
  private final LiveAbilities abilities;

  RequestPlanner(RequestCheck check, DistributionCatalog catalog, LiveAbilities abilities) {
    this.check = check;
    this.planner = new ComposePlanner(catalog);
    this.abilities = abilities;
  }

  /** The plan, or a refusal. Writes nothing. */
  Uni<PlannedCompose> plan(Tenant tenant, ObjectNode body) {
    ObjectNode accepted = check.accepted(body);
    ComposeRequest request = RequestMapper.read(accepted);
    // Planned before passwords are hashed, which is dear, so that refusals stay cheap.
    JobPlan sketch = planner.plan(request, draft(false));
    Passwords.check(accepted);
    KeptRequest kept = KeptRequest.of(accepted);
    return onlyOldWorkers(tenant, sketch)
        .flatMap(
            only ->
                Passwords.areStorable(accepted)
                    ? Uni.createFrom()
                        .item(
                            () ->
                                new PlannedCompose(
                                    only ? planner.plan(request, draft(true)) : sketch, kept))
                    : hashed(accepted, only));
  }

  /** Which of two job types makes a manifest depends on who is there to take it. */
  private Uni<Boolean> onlyOldWorkers(Tenant tenant, JobPlan sketch) {
    return sketch.has(JobType.RPM_MANIFEST)
        ? abilities.areLackingEverywhere(tenant.channel().name(), NEWER_MANIFESTS)
        : Uni.createFrom().item(false);
  }

  private Uni<PlannedCompose> hashed(ObjectNode accepted, boolean onlyOldWorkers) {
    return Uni.createFrom()
        .item(() -> Passwords.hashed(accepted))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
        .map(
            safe ->
                new PlannedCompose(
                    planner.plan(RequestMapper.read(safe), draft(onlyOldWorkers)),
                    KeptRequest.of(safe)));
  }

  private Draft draft(boolean onlyOldWorkers) {
    // Tools take seeds from 0 on.
    long seed = random.nextLong() & Long.MAX_VALUE;
    return new Draft(UUID::randomUUID, seed, Instant.now(), onlyOldWorkers);
  }
}
