package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.imagebuilder.composer.artifacts.Artifacts;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.DatabaseAwayException;
import org.imagebuilder.composer.database.Tx;
import org.imagebuilder.composer.distributions.DistributionCatalog;
import org.imagebuilder.composer.errors.ErrorCode;
import org.imagebuilder.composer.jobs.Claim;
import org.imagebuilder.composer.jobs.JobPlan;
import org.imagebuilder.composer.jobs.JobReport;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.jobs.LiveAbilities;
import org.imagebuilder.composer.tenants.Tenant;

/** The use cases: ask for a compose, see how far it is, call it off. */
@ApplicationScoped
class Composes {
  private static final String NEWER_MANIFESTS = JobType.RPM_MANIFEST.wireName();

  private final Lazy<RequestCheck> check = new Lazy<>(() -> new RequestCheck(Contract.load()));
  private final SecureRandom random = new SecureRandom();
  private final ComposePlanner planner;
  private final ComposeStore store;
  private final Database database;
  private final Jobs jobs;
  private final LiveAbilities abilities;
  private final Artifacts artifacts;
  private final ComposesConfig config;

  Composes(
      DistributionCatalog catalog,
      ComposeStore store,
      Database database,
      Jobs jobs,
      LiveAbilities abilities,
      Artifacts artifacts,
      ComposesConfig config) {
    this.planner = new ComposePlanner(catalog);
    this.store = store;
    this.database = database;
    this.jobs = jobs;
    this.abilities = abilities;
    this.artifacts = artifacts;
    this.config = config;
  }

  /** Writes a compose and its jobs, or refuses and writes nothing. */
  Uni<ComposeId> request(Tenant tenant, ObjectNode body, Wishes wishes) {
    ObjectNode accepted = check.get().accepted(body);
    ComposeRequest request = RequestMapper.read(accepted);
    // Planned before passwords are hashed, which is dear, so that refusals stay cheap.
    JobPlan sketch = planner.plan(request, draft(false));
    Passwords.check(request.recipe());
    ObjectNode kept = Passwords.redacted(accepted);
    return plan(tenant, request, sketch)
        .flatMap(plan -> write(tenant, plan, kept, wishes))
        .onFailure(DatabaseAwayException.class)
        .transform(Composes::unavailable);
  }

  /** The state of one of the tenant's composes, and where its files lie. */
  Uni<ComposeView> status(Tenant tenant, UUID id) {
    return known(tenant, id)
        .flatMap(compose -> jobs.ofPlan(compose.id().value()))
        .map(Composes::fold)
        .flatMap(status -> withFiles(id, status))
        .onFailure(DatabaseAwayException.class)
        .transform(Composes::unavailable);
  }

  /** Ends the compose; one that has ended already stays as it is. */
  Uni<ComposeView> cancel(Tenant tenant, UUID id) {
    return known(tenant, id)
        .flatMap(compose -> jobs.cancel(compose.id().value()))
        .onFailure(DatabaseAwayException.class)
        .transform(Composes::unavailable)
        .flatMap(ended -> status(tenant, id));
  }

  private Uni<ComposeView> withFiles(UUID id, ComposeStatus status) {
    if (!status.hasLocalFiles()) {
      return Uni.createFrom().item(new ComposeView(status, Map.of()));
    }
    return artifacts
        .ofEndedJob(id)
        .map(
            files ->
                new ComposeView(
                    status,
                    files.stream()
                        .collect(
                            Collectors.toMap(
                                file -> file.name().value(),
                                file -> artifacts.file(file).toAbsolutePath().toString()))));
  }

  private static ComposeStatus fold(List<JobReport> reports) {
    if (reports.isEmpty()) {
      throw ErrorCode.COMPOSE_NOT_FOUND.because("its jobs were removed just now");
    }
    return ComposeStatus.of(reports);
  }

  private Uni<Compose> known(Tenant tenant, UUID id) {
    return store
        .find(tenant, id)
        .map(
            found ->
                found.orElseThrow(() -> ErrorCode.COMPOSE_NOT_FOUND.because("job does not exist")));
  }

  /** The sketch, unless its passwords are plain or nobody is there who could take its jobs. */
  private Uni<JobPlan> plan(Tenant tenant, ComposeRequest request, JobPlan sketch) {
    // Which of two job types makes a manifest depends on who is there to take it.
    Uni<Boolean> onlyOldWorkers =
        sketch.has(JobType.RPM_MANIFEST)
            ? abilities.areLackingEverywhere(tenant.channel().name(), NEWER_MANIFESTS)
            : Uni.createFrom().item(false);
    return onlyOldWorkers.flatMap(
        only -> {
          if (Passwords.areStorable(request.recipe())) {
            return Uni.createFrom().item(only ? planner.plan(request, draft(true)) : sketch);
          }
          return Uni.createFrom()
              .item(() -> request.withRecipe(Passwords.hashed(request.recipe())))
              .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
              .map(safe -> planner.plan(safe, draft(only)));
        });
  }

  /** Reads contract and catalogue after the start, so that the first caller need not wait. */
  void warmUp(@Observes StartupEvent started) {
    Infrastructure.getDefaultWorkerPool().execute(check::get);
  }

  private Draft draft(boolean onlyOldWorkers) {
    // Tools take seeds from 0 on.
    long seed = random.nextLong() & Long.MAX_VALUE;
    return new Draft(UUID::randomUUID, seed, Instant.now(), onlyOldWorkers);
  }

  private Uni<ComposeId> write(Tenant tenant, JobPlan plan, ObjectNode kept, Wishes wishes) {
    NewCompose compose =
        new NewCompose(
            new ComposeId(plan.id()),
            tenant,
            kept.toString(),
            wishes.idempotencyKey().map(key -> IdempotencyKey.of(key, kept)));
    Claim claim =
        new Claim(
            tenant.channel().name(),
            wishes.fairShareKey().orElse(tenant.name()),
            wishes.interactive() && config.interactiveAllowed());
    return database.inTransaction(
        tx ->
            store
                .insert(tx, compose)
                .flatMap(
                    isNew ->
                        isNew
                            ? jobs.enqueue(tx, plan, claim).replaceWith(compose.id())
                            : earlier(tx, compose)));
  }

  /** The compose that the key stands for, provided that it was asked for in the same words. */
  private Uni<ComposeId> earlier(Tx tx, NewCompose compose) {
    IdempotencyKey key = compose.key().orElseThrow();
    return store
        .findByKey(tx, compose.tenant(), key.text())
        .map(
            found -> {
              ComposeStore.KeyUse use =
                  found.orElseThrow(
                      () ->
                          ErrorCode.IDEMPOTENCY_KEY_IN_USE.because(
                              "header Idempotency-Key: its compose is being removed, try again"));
              if (!key.requestHash().equals(use.requestHash())) {
                throw ErrorCode.IDEMPOTENCY_KEY_REUSED.because(
                    "header Idempotency-Key: was used for another request, take a new one");
              }
              return use.id();
            });
  }

  private static RuntimeException unavailable(Throwable away) {
    return ErrorCode.UNAVAILABLE.because("the database does not answer, try again");
  }
}
