package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.imagebuilder.composer.artifacts.Artifacts;
import org.imagebuilder.composer.errors.ApiException;
import org.imagebuilder.composer.errors.ErrorCode;
import org.imagebuilder.composer.jobs.Claim;
import org.imagebuilder.composer.jobs.ClaimedPlan;
import org.imagebuilder.composer.jobs.JobPlan;
import org.imagebuilder.composer.jobs.JobReport;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.queue.JobId;
import org.imagebuilder.composer.tenants.Tenant;
import org.imagebuilder.composer.traces.Traces;

/** The use cases: ask for a compose, see how far it is, call it off. */
@ApplicationScoped
class Composes {
  private final RequestPlanner planner;
  private final ComposeStore store;
  private final ComposeBook book;
  private final StandingReads standing;
  private final Jobs jobs;
  private final Artifacts artifacts;
  private final Notices notices;

  Composes(
      RequestPlanner planner,
      ComposeStore store,
      ComposeBook book,
      StandingReads standing,
      Jobs jobs,
      Artifacts artifacts,
      Notices notices) {
    this.planner = planner;
    this.store = store;
    this.book = book;
    this.standing = standing;
    this.jobs = jobs;
    this.artifacts = artifacts;
    this.notices = notices;
  }

  /** Writes a compose and its jobs, or refuses and writes nothing. */
  Uni<ComposeId> request(Tenant tenant, ObjectNode body, Wishes wishes) {
    return Traces.within("plan compose", span -> planner.plan(tenant, body))
        .flatMap(planned -> write(tenant, planned, wishes, planned.kept().shown()));
  }

  /** Asks for the same once more: the stored request is planned anew, as if it came today. */
  Uni<ComposeId> rebuild(Tenant tenant, UUID id, Wishes wishes) {
    // A key stands for the call, not for what the call leads to.
    ObjectNode call = JsonNodeFactory.instance.objectNode().put("rebuild", id.toString());
    return store
        .findRequest(tenant, id)
        .map(found -> found.orElseThrow(Composes::unknown))
        .flatMap(kept -> planner.plan(tenant, kept.whole()))
        .onFailure(ApiException.class)
        .transform(refused -> outdated((ApiException) refused))
        .flatMap(planned -> write(tenant, planned, wishes, call));
  }

  /** The state of one of the tenant's composes, and where its files lie. */
  Uni<ComposeView> status(Tenant tenant, UUID id) {
    return standing
        .of(tenant, id)
        .flatMap(
            reports ->
                reports.isEmpty()
                    // Only now is it worth a question what the id is instead.
                    ? store.known(tenant, id).replaceWith(reports)
                    : Uni.createFrom().item(reports))
        .map(reports -> fold(tenant, reports))
        .flatMap(this::withFiles);
  }

  /** Ends the compose; one that has ended already stays as it is. */
  Uni<ComposeView> cancel(Tenant tenant, UUID id) {
    return store
        .known(tenant, id)
        .flatMap(compose -> jobs.cancel(compose.id().value()))
        .flatMap(ended -> status(tenant, id));
  }

  private Uni<ComposeView> withFiles(ComposeView view) {
    List<JobId> jobs = view.jobsWithFiles();
    if (jobs.isEmpty()) {
      return Uni.createFrom().item(view);
    }
    return Multi.createFrom()
        .iterable(jobs)
        .onItem()
        .transformToUniAndConcatenate(job -> paths(job).map(paths -> Map.entry(job, paths)))
        .collect()
        .asMap(Map.Entry::getKey, Map.Entry::getValue)
        .map(view::withPaths);
  }

  private Uni<Map<String, String>> paths(JobId job) {
    return artifacts
        .ofEndedJob(job.value())
        .map(
            files ->
                files.stream()
                    .collect(
                        Collectors.toMap(
                            file -> file.name().value(),
                            file -> artifacts.file(file).toAbsolutePath().toString())));
  }

  private ComposeView fold(Tenant tenant, List<JobReport> reports) {
    if (reports.isEmpty()) {
      throw ErrorCode.COMPOSE_NOT_FOUND.because("its jobs were removed just now");
    }
    return notices.view(tenant, reports);
  }

  private static ApiException unknown() {
    return ErrorCode.COMPOSE_NOT_FOUND.because("job does not exist");
  }

  private static ApiException outdated(ApiException refused) {
    return refused.code() == ErrorCode.COMPOSE_NOT_FOUND
        ? refused
        : refused
            .code()
            .because(
                "the request of that compose cannot be carried out any more: " + refused.details());
  }

  private Uni<ComposeId> write(
      Tenant tenant, PlannedCompose planned, Wishes wishes, ObjectNode keyed) {
    JobPlan plan = planned.plan();
    NewCompose compose =
        new NewCompose(
            new ComposeId(plan.id()),
            tenant,
            planned.kept(),
            wishes.idempotencyKey().map(key -> IdempotencyKey.of(key, keyed)));
    return Traces.within(
            "enqueue jobs",
            span -> {
              span.ifPresent(it -> it.with("imagebuilder.compose.id", plan.id().toString()));
              Claim claim =
                  new Claim(
                      tenant.channel().name(),
                      wishes.fairShareKey().orElse(tenant.name()),
                      wishes.interactive(),
                      span.map(it -> it.context().header()));
              return book.write(new ComposeBook.Entry(compose, new ClaimedPlan(plan, claim)));
            })
        .flatMap(isNew -> isNew ? Uni.createFrom().item(compose.id()) : earlier(compose));
  }

  /** The compose that the key stands for, provided that it was asked for in the same words. */
  private Uni<ComposeId> earlier(NewCompose compose) {
    IdempotencyKey key = compose.key().orElseThrow();
    return store
        .findByKey(compose.tenant(), key.text())
        .map(
            found -> {
              ComposeStore.KeyUse use =
                  found.orElseThrow(
                      () ->
                          ErrorCode.IDEMPOTENCY_KEY_IN_USE.because(
                              "header Idempotency-Key: its compose is being removed, try again"));
              key.refuseUnlessFor(use.requestHash());
              return use.id();
            });
  }
}
