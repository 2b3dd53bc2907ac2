package org.imagebuilder.composer.packages;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.imagebuilder.composer.jobs.JobPlan;
import org.imagebuilder.composer.jobs.JobResult;

/**
 * What somebody waits for: a plan of one job, and how its result is read.
 *
 * @param name as callers are told of it
 * @param ownRepositories whether the caller brought the repositories, and so answers for them
 */
record Question<R extends JobResult, A>(
    String name,
    JobPlan plan,
    boolean ownRepositories,
    Class<R> result,
    Function<R, List<A>> answer) {

  UUID id() {
    return plan.id();
  }

  /** What a worker must be able to do. */
  String ability() {
    return plan.jobs().getLast().type().wireName();
  }
}
