package org.imagebuilder.composer.queue;

import java.util.List;
import java.util.Optional;

/**
 * A job to be enqueued.
 *
 * @param id chosen by the caller, since other jobs and the compose name it
 * @param queueType the job type, with the architecture where workers must have it
 * @param args JSON for the worker
 * @param inputs the jobs whose results it needs, in the order in which the worker gets them; each
 *     is an earlier job of the same plan or a job of another plan that succeeded
 * @param runsWhenInputFails whether it runs all the same when an input fails or is cancelled, and
 *     to its end once it has begun, whatever is cancelled meanwhile
 * @param ifInputFailed how it ends without running when an input failed
 * @param ifLost how it ends when its last attempt was lost
 * @param awaited whether somebody waits for its end: the job is cancelled when nobody does any more
 */
public record NewJob(
    JobId id,
    String queueType,
    String args,
    List<NewInput> inputs,
    boolean runsWhenInputFails,
    Optional<Ending> ifInputFailed,
    Optional<Ending> ifLost,
    boolean awaited) {

  public NewJob {
    inputs = List.copyOf(inputs);
  }

  /** A job without inputs, of the usual kind. */
  public static NewJob of(JobId id, String queueType, String args) {
    return new NewJob(
        id, queueType, args, List.of(), false, Optional.empty(), Optional.empty(), false);
  }

  /** The same job with these inputs. */
  public NewJob withInputs(NewInput... needed) {
    return new NewJob(
        id, queueType, args, List.of(needed), runsWhenInputFails, ifInputFailed, ifLost, awaited);
  }

  /** The same job, ending so when an input failed or its last attempt was lost. */
  public NewJob endingWith(Ending inputFailed, Ending lost) {
    return new NewJob(
        id,
        queueType,
        args,
        inputs,
        runsWhenInputFails,
        Optional.of(inputFailed),
        Optional.of(lost),
        awaited);
  }

  /** The same job, run even when an input failed. */
  public NewJob runningWhenInputFails() {
    return new NewJob(id, queueType, args, inputs, true, ifInputFailed, ifLost, awaited);
  }

  /** The same job, for whose end somebody waits. */
  public NewJob awaitedByCaller() {
    return new NewJob(id, queueType, args, inputs, runsWhenInputFails, ifInputFailed, ifLost, true);
  }
}
