package org.imagebuilder.composer.queue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.Tx;
import org.imagebuilder.composer.limits.ByteBudget;
import org.jboss.logging.Logger;

/**
 * The queue in PostgreSQL. Each part of a job's life has a class of its own, with its statements at
 * the top; this one puts them together.
 */
final class PostgresJobQueue implements JobQueue {
  private static final Logger LOG = Logger.getLogger(PostgresJobQueue.class);

  private final JobSignal signal;
  private final LeaseDesk desk;
  private final PlanWriter writer;
  private final HandOver handOver;
  private final HeldLeases leases;
  private final Endings endings;
  private final Cancelling cancelling;
  private final Expiry expiry;
  private final GivingUp givingUp;
  private final Waits waits;
  private final PlanReads reads;
  private final Forgetting forgetting;
  private final List<Witness> witnesses;

  PostgresJobQueue(
      Pool pool, Database database, QueueConfig config, List<? extends Witness> witnesses) {
    this.witnesses = List.copyOf(witnesses);
    Watermarks watermarks = new Watermarks(System::nanoTime);
    Database patient = database.patient();
    signal = new JobSignal(pool, database);
    Cascade cascade = new Cascade(signal);
    writer = new PlanWriter(new FairOrder(watermarks, config.headStart()), signal, config);
    leases = new HeldLeases(database, signal, config);
    desk = new LeaseDesk(new Take(database, watermarks, config), watermarks, this::giveBack);
    handOver = new HandOver(database, new ByteBudget(config.readBudget()));
    endings = new Endings(patient, signal, cascade, config);
    cancelling = new Cancelling(database, signal);
    expiry =
        new Expiry(
            patient,
            signal,
            cascade,
            cancelling,
            config,
            (channel, type) -> tell(witness -> witness.givenUp(channel, type, 1)));
    givingUp = new GivingUp(patient, signal, cascade);
    reads = new PlanReads(database);
    waits = new Waits(reads, database, config);
    forgetting = new Forgetting(patient);
    signal.tell(desk);
    signal.tell(waits);
  }

  /** Begins to hear what other replicas do. */
  void open() {
    signal.listen();
  }

  /** Lets every poll that waits look for itself. */
  void lookAgain() {
    desk.lookAgain();
  }

  /** Answers all waiting polls with nothing, as they would be at the end of their patience. */
  void close() {
    desk.close();
    signal.close();
  }

  @Override
  public Uni<Void> enqueue(Tx tx, List<NewPlan> plans) {
    tx.afterCommit(() -> plans.forEach(plan -> tell(witness -> witness.enqueued(plan))));
    return writer.write(tx, plans);
  }

  @Override
  public Uni<Optional<LeasedJob>> lease(LeaseRequest request) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Waiter waiter = new Waiter(request);
              tell(witness -> witness.waits(request));
              return desk.join(waiter)
                  .onItem()
                  .transformToUni(
                      taken ->
                          taken
                              .map(this::handOver)
                              .orElseGet(() -> Uni.createFrom().item(Optional.empty())))
                  .onCancellation()
                  .invoke(() -> waiter.leave().ifPresent(this::giveBack))
                  .onTermination()
                  .invoke(() -> tell(witness -> witness.waitsNoMore(request)))
                  .invoke(leased -> tell(witness -> witness.answered(request, leased)));
            });
  }

  @Override
  public Uni<Optional<Job>> find(Lease lease) {
    return leases.find(lease);
  }

  @Override
  public Uni<LeaseState> heartbeat(Lease lease) {
    return leases.heartbeat(lease);
  }

  @Override
  public Uni<LeaseState> progress(Lease lease, String partial) {
    return leases.progress(lease, partial);
  }

  @Override
  public Uni<Finished> finish(Lease lease, Finish finish) {
    return endings
        .finish(lease, finish)
        .invoke(
            finished ->
                finished
                    .job()
                    .ifPresent(
                        job -> tell(witness -> witness.finished(job, finish, finished.ran()))));
  }

  @Override
  public Uni<LeaseState> handBack(Lease lease) {
    return leases
        .handBack(lease)
        .invoke(back -> back.job().ifPresent(job -> tell(witness -> witness.handedBack(job))))
        .map(HandedBack::state);
  }

  @Override
  public Uni<Integer> releaseWorker(String channel, UUID worker) {
    return leases
        .releaseWorker(channel, worker)
        .invoke(jobs -> tell(witness -> witness.released(channel, worker, jobs)));
  }

  @Override
  public Uni<Integer> cancel(UUID planId) {
    return cancelling.plan(planId).invoke(jobs -> tell(witness -> witness.cancelled(planId, jobs)));
  }

  @Override
  public Uni<Optional<JobSummary>> await(JobId job, Duration patience) {
    return waits.await(job, patience);
  }

  @Override
  public Uni<List<JobSummary>> jobsOfPlan(UUID planId) {
    return jobsOfPlans(List.of(planId)).map(plans -> plans.getOrDefault(planId, List.of()));
  }

  @Override
  public Uni<Map<UUID, List<JobSummary>>> jobsOfPlans(Collection<UUID> planIds) {
    return reads.jobsOfPlans(planIds);
  }

  @Override
  public Uni<List<PlanInput>> inputsOfPlan(UUID planId) {
    return reads.inputsOfPlan(planId);
  }

  @Override
  public Uni<Optional<String>> result(JobId job) {
    return reads.result(job);
  }

  @Override
  public Uni<Optional<String>> args(JobId job) {
    return reads.args(job);
  }

  @Override
  public Uni<Boolean> delete(Tx tx, UUID planId) {
    return forgetting
        .delete(tx, planId)
        .invoke(
            gone -> {
              if (gone) {
                tx.afterCommit(() -> tell(witness -> witness.deleted(planId)));
              }
            });
  }

  @Override
  public Uni<Integer> rescueExpired() {
    return expiry.sweep().invoke(jobs -> tell(witness -> witness.swept(jobs)));
  }

  @Override
  public Uni<Integer> giveUp(String channel, String queueType, Duration age, Ending ending) {
    return givingUp
        .jobs(channel, queueType, age, ending)
        .invoke(jobs -> tell(witness -> witness.givenUp(channel, queueType, jobs)));
  }

  @Override
  public Uni<Integer> purge(PurgeRule rule) {
    return forgetting.purge(rule).invoke(jobs -> tell(witness -> witness.purged(jobs)));
  }

  @Override
  public Uni<Long> purgeable(PurgeRule rule) {
    return forgetting.purgeable(rule);
  }

  @Override
  public Uni<List<JobCount>> counts() {
    return reads.counts();
  }

  private void tell(Consumer<Witness> what) {
    witnesses.forEach(what);
  }

  private Uni<Optional<LeasedJob>> handOver(Taken taken) {
    return handOver
        .read(taken)
        .map(Optional::of)
        .onFailure()
        .recoverWithItem(
            failure -> {
              // The poll hears "nothing yet", for an error would cost its worker a long pause.
              LOG.warnf(failure, "Could not read what a worker needs jobId=%s", taken.job());
              giveBack(taken);
              return Optional.empty();
            });
  }

  private void giveBack(Taken taken) {
    leases
        .handBack(taken.lease())
        .subscribe()
        .with(
            back -> LOG.debugf("Gave a job back jobId=%s", taken.job()),
            failure -> LOG.debugf(failure, "Its lease will expire jobId=%s", taken.job()));
  }
}
