package org.imagebuilder.composer.queue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the queue promises, in a few maps: nothing runs at the same time, nothing is stored. */
final class QueueModel {
  private static final int ATTEMPTS = 3;

  private final Map<UUID, ModelJob> jobs = new LinkedHashMap<>();
  private final Map<UUID, ModelLease> leases = new LinkedHashMap<>();

  /** Every token that was ever given out, with its job; also those that are worth nothing now. */
  private final Map<UUID, UUID> tokens = new LinkedHashMap<>();

  /** A job as it should be. */
  static final class ModelJob {
    final UUID id;
    final UUID plan;
    final Set<UUID> inputs = new LinkedHashSet<>();
    final boolean runsWhenInputFails;
    JobState state = JobState.WAITING;
    @Nullable UUID token;
    @Nullable String reported;
    int lost;
    int unconfirmed;

    private ModelJob(UUID id, UUID plan, boolean runsWhenInputFails) {
      this.id = id;
      this.plan = plan;
      this.runsWhenInputFails = runsWhenInputFails;
    }
  }

  /** A lease row as it should be, under its job. */
  static final class ModelLease {
    final UUID token;
    boolean confirmed;
    boolean cancelled;

    private ModelLease(UUID token) {
      this.token = token;
    }
  }

  Map<UUID, ModelJob> jobs() {
    return jobs;
  }

  Map<UUID, ModelLease> leases() {
    return leases;
  }

  List<Lease> tokens() {
    return tokens.keySet().stream().map(token -> new Lease(token, Plans.CHANNEL)).toList();
  }

  List<UUID> plans() {
    return jobs.values().stream().map(job -> job.plan).distinct().toList();
  }

  Set<UUID> ready() {
    Set<UUID> ready = new LinkedHashSet<>();
    jobs.values().stream()
        .filter(job -> job.state == JobState.READY)
        .forEach(job -> ready.add(job.id));
    return ready;
  }

  long waitingFor(ModelJob job) {
    return job.inputs.stream().filter(input -> !job(input).state.isFinal()).count();
  }

  void enqueue(NewPlan plan) {
    for (NewJob each : plan.jobs()) {
      ModelJob job = new ModelJob(each.id().value(), plan.id(), each.runsWhenInputFails());
      each.inputs().forEach(input -> job.inputs.add(input.job().value()));
      job.state = job.inputs.isEmpty() ? JobState.READY : JobState.WAITING;
      jobs.put(job.id, job);
    }
  }

  void lease(UUID id, UUID token) {
    ModelJob job = job(id);
    job.state = JobState.RUNNING;
    job.token = token;
    leases.put(id, new ModelLease(token));
    tokens.put(token, id);
  }

  LeaseState heartbeat(UUID token) {
    ModelLease lease = leases.get(tokens.get(token));
    if (lease == null || !lease.token.equals(token)) {
      return wasCancelled(token) ? LeaseState.CANCELLED : LeaseState.UNKNOWN;
    }
    lease.confirmed = true;
    return lease.cancelled ? LeaseState.CANCELLED : LeaseState.HELD;
  }

  FinishAnswer finish(UUID token, boolean succeeded, String result) {
    Optional<ModelJob> found = holder(token);
    if (found.isEmpty()) {
      return FinishAnswer.UNKNOWN;
    }
    ModelJob job = found.get();
    if (job.state == JobState.RUNNING) {
      leases.remove(job.id);
      job.reported = result;
      end(job, succeeded ? JobState.SUCCEEDED : JobState.FAILED);
      return FinishAnswer.FINISHED;
    }
    if (job.state == JobState.CANCELLED) {
      leases.remove(job.id);
      job.reported = job.reported == null ? result : job.reported;
      return FinishAnswer.CANCELLED;
    }
    if (job.reported == null) {
      return FinishAnswer.UNKNOWN;
    }
    return job.reported.equals(result) ? FinishAnswer.REPEATED : FinishAnswer.CONFLICTS;
  }

  LeaseState handBack(UUID token) {
    Optional<ModelJob> found = holder(token);
    if (found.isPresent() && found.get().state == JobState.RUNNING) {
      again(found.get());
      return LeaseState.HELD;
    }
    if (wasCancelled(token)) {
      leases.remove(tokens.get(token));
      return LeaseState.CANCELLED;
    }
    return LeaseState.UNKNOWN;
  }

  /** The lease of this job ran out and a sweep found it. */
  void lose(UUID id) {
    ModelLease lease = Objects.requireNonNull(leases.remove(id));
    ModelJob job = job(id);
    if (lease.cancelled) {
      return;
    }
    boolean counts = lease.confirmed || job.unconfirmed % 10 == 9;
    job.unconfirmed += lease.confirmed ? 0 : 1;
    job.lost += counts ? 1 : 0;
    if (job.lost < ATTEMPTS) {
      again(job);
    } else {
      end(job, JobState.FAILED);
    }
  }

  int cancel(UUID plan) {
    List<ModelJob> ended = new ArrayList<>();
    for (ModelJob job : jobs.values()) {
      if (job.plan.equals(plan) && !job.state.isFinal() && !job.runsWhenInputFails) {
        ModelLease lease = leases.get(job.id);
        if (lease != null) {
          lease.cancelled = true;
        }
        job.state = JobState.CANCELLED;
        ended.add(job);
      }
    }
    readyWhoseInputsEnded();
    return ended.size();
  }

  /** Whether the plan may go: all has ended and nobody holds a lease. */
  boolean delete(UUID plan) {
    List<ModelJob> all = jobs.values().stream().filter(job -> job.plan.equals(plan)).toList();
    boolean free = all.stream().allMatch(job -> job.state.isFinal() && !leases.containsKey(job.id));
    if (free) {
      all.forEach(job -> jobs.remove(job.id));
    }
    return free;
  }

  int purge() {
    int before = jobs.size();
    plans().forEach(this::delete);
    return before - jobs.size();
  }

  private ModelJob job(UUID id) {
    return Objects.requireNonNull(jobs.get(id));
  }

  private void again(ModelJob job) {
    leases.remove(job.id);
    job.state = JobState.READY;
    job.token = null;
  }

  private void end(ModelJob job, JobState state) {
    job.state = state;
    if (state == JobState.FAILED) {
      for (ModelJob each : jobs.values()) {
        if (each.inputs.contains(job.id)
            && each.state == JobState.WAITING
            && !each.runsWhenInputFails) {
          end(each, JobState.FAILED);
        }
      }
    }
    readyWhoseInputsEnded();
  }

  private void readyWhoseInputsEnded() {
    for (ModelJob job : jobs.values()) {
      if (job.state == JobState.WAITING && waitingFor(job) == 0) {
        job.state = JobState.READY;
      }
    }
  }

  private boolean wasCancelled(UUID token) {
    return holder(token).filter(job -> job.state == JobState.CANCELLED).isPresent();
  }

  /** The job whose last lease had this token. */
  private Optional<ModelJob> holder(UUID token) {
    return Optional.ofNullable(jobs.get(tokens.get(token))).filter(job -> token.equals(job.token));
  }
}
