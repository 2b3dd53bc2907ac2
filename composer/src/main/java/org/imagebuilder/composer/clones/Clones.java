package org.imagebuilder.composer.clones;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.composer.clones.ClonePlanner.Decision;
import org.imagebuilder.composer.clones.ClonePlanner.KnownCopy;
import org.imagebuilder.composer.composes.IdempotencyKey;
import org.imagebuilder.composer.composes.KnownCompose;
import org.imagebuilder.composer.composes.KnownComposes;
import org.imagebuilder.composer.composes.RequestCheck;
import org.imagebuilder.composer.composes.Wishes;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.Tx;
import org.imagebuilder.composer.errors.ErrorCode;
import org.imagebuilder.composer.jobs.Claim;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.jobs.OsbuildJob;
import org.imagebuilder.composer.jobs.TargetResult;
import org.imagebuilder.composer.tenants.Tenant;
import org.imagebuilder.composer.traces.Traces;

/** The use cases: clone the image of a compose, see how far the clone is. */
@ApplicationScoped
class Clones {
  private static final int RIVALS = 10;

  private final ClonePlanner planner = new ClonePlanner(UUID::randomUUID);
  private final RequestCheck check;
  private final KnownComposes composes;
  private final CloneStore store;
  private final Database database;
  private final Jobs jobs;

  Clones(
      RequestCheck check, KnownComposes composes, CloneStore store, Database database, Jobs jobs) {
    this.check = check;
    this.composes = composes;
    this.store = store;
    this.database = database;
    this.jobs = jobs;
  }

  /** Writes a clone and its jobs, or refuses and writes nothing. */
  Uni<UUID> request(Tenant tenant, UUID compose, ObjectNode body, Wishes wishes) {
    // The only form of the contract's union; named, so that complaints can name members.
    ObjectNode request = check.accepted("AWSEC2CloneCompose", body);
    return composes
        .find(tenant, compose)
        .flatMap(this::source)
        .flatMap(source -> write(Order.of(tenant, source, request, wishes)));
  }

  /** The state of one of the tenant's clones. */
  Uni<CloneStatus> status(Tenant tenant, UUID id) {
    return store
        .find(tenant, id)
        .flatMap(found -> found.map(this::status).orElseGet(() -> unknown(tenant, id)));
  }

  private Uni<CloneStatus> status(Clone clone) {
    if (clone.work().isEmpty()) {
      return Uni.createFrom().item(new CloneStatus.Succeeded(clone.image().orElseThrow()));
    }
    Clone.Work work = clone.work().get();
    return jobs.ofPlan(work.plan())
        .map(all -> all.stream().filter(job -> work.has(job.id().value())).toList())
        .map(
            own -> {
              if (own.isEmpty()) {
                throw ErrorCode.COMPOSE_NOT_FOUND.because("the clone was removed just now");
              }
              return CloneStatus.of(own);
            });
  }

  private Uni<CloneStatus> unknown(Tenant tenant, UUID id) {
    return composes
        .find(tenant, id)
        .map(
            compose -> {
              throw ErrorCode.INVALID_JOB_TYPE.because(
                  "the id is that of a compose, not of a clone");
            });
  }

  private Uni<CloneSource> source(KnownCompose compose) {
    TargetResult upload = CloneSource.upload(compose);
    return jobs.args(compose.id(), OsbuildJob.class)
        .map(args -> CloneSource.of(compose, upload, args));
  }

  private Uni<UUID> write(Order order) {
    return Uni.createFrom()
        .deferred(() -> store.copies(order.compose(), order.region()))
        .flatMap(
            seen ->
                known(seen)
                    .map(
                        copies ->
                            planner.decide(
                                order.source(), order.region(), order.accounts(), copies))
                    .flatMap(decision -> write(order, seen, decision)))
        .onFailure(RivalException.class)
        .retry()
        .atMost(RIVALS)
        .onFailure(RivalException.class)
        .transform(
            others ->
                ErrorCode.UNAVAILABLE.because(
                    "many others clone this compose just now, try again"));
  }

  private Uni<UUID> write(Order order, List<EarlierCopy> seen, Decision decision) {
    NewClone clone =
        new NewClone(decision.kept(), order.compose(), order.tenant(), order.region(), order.key());
    return database.inTransaction(
        tx ->
            store
                .lockedCopies(tx, order.compose(), order.region())
                .flatMap(
                    copies -> {
                      if (!copies.equals(seen)) {
                        throw new RivalException();
                      }
                      return store.insert(tx, clone);
                    })
                .flatMap(
                    isNew ->
                        isNew
                            ? enqueue(tx, order, decision).replaceWith(decision.kept().id())
                            : earlier(tx, clone)));
  }

  private Uni<Void> enqueue(Tx tx, Order order, Decision decision) {
    return decision.plan().isEmpty()
        ? Uni.createFrom().voidItem()
        : jobs.enqueue(tx, decision.plan().get(), order.claim())
            // The job whose image it is about is not there any more.
            .onFailure(IllegalArgumentException.class)
            .transform(gone -> ErrorCode.COMPOSE_NOT_FOUND.because("it was removed just now"));
  }

  private Uni<List<KnownCopy>> known(List<EarlierCopy> copies) {
    return Multi.createFrom()
        .iterable(copies)
        .onItem()
        .transformToUniAndConcatenate(this::known)
        .select()
        .where(Optional::isPresent)
        .map(Optional::get)
        .collect()
        .asList();
  }

  private Uni<Optional<KnownCopy>> known(EarlierCopy copy) {
    return jobs.ofPlan(copy.plan())
        .map(
            all ->
                all.stream()
                    .filter(job -> job.id().value().equals(copy.job()))
                    .findFirst()
                    .map(job -> new KnownCopy(copy, job)));
  }

  /** The clone that the key stands for, provided that it was asked for in the same words. */
  private Uni<UUID> earlier(Tx tx, NewClone clone) {
    IdempotencyKey key = clone.key().orElseThrow();
    return store
        .findByKey(tx, clone.tenant(), key.text())
        .map(
            found -> {
              CloneStore.KeyUse use =
                  found.orElseThrow(
                      () ->
                          ErrorCode.IDEMPOTENCY_KEY_IN_USE.because(
                              "header Idempotency-Key: its clone is being removed, try again"));
              key.refuseUnlessFor(use.requestHash());
              return use.id();
            });
  }

  /** A request whose image was found. */
  private record Order(
      Tenant tenant,
      CloneSource source,
      String region,
      List<String> accounts,
      Optional<IdempotencyKey> key,
      Claim claim) {
    static Order of(Tenant tenant, CloneSource source, ObjectNode request, Wishes wishes) {
      List<String> accounts = new ArrayList<>();
      request.path("share_with_accounts").forEach(account -> accounts.add(account.asText()));
      // A key stands for the call, and the compose is part of it.
      ObjectNode call = request.deepCopy().put("compose", source.job().toString());
      return new Order(
          tenant,
          source,
          request.path("region").asText(),
          accounts,
          wishes.idempotencyKey().map(key -> IdempotencyKey.of(key, call)),
          new Claim(
              tenant.channel().name(),
              wishes.fairShareKey().orElse(tenant.name()),
              false,
              Traces.currentHeader()));
    }

    UUID compose() {
      return source.job();
    }
  }

  /** Another call cloned the same compose in between; what it copies counts, too. */
  private static final class RivalException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;
  }
}
