package org.imagebuilder.agent.jobs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.ToolException;
import org.imagebuilder.agent.workspace.Trees;
import org.jboss.logging.Logger;

/**
 * Empties osbuild's store when the last build that uses it is over, so that no customer's build
 * meets what another's left. Where that fails no other build may begin: the agent has to stop.
 */
public final class StoreCleaningHandler<A, R> implements ForwardingHandler<A, R> {

  private static final Logger LOG = Logger.getLogger(StoreCleaningHandler.class);

  private final JobHandler<A, R> inner;
  private final Path store;
  private final Runnable stop;
  private final ReentrantLock lock = new ReentrantLock();
  private int running;
  // Once set it stays: somebody has to look at this machine.
  private boolean unclean;

  /** Calls the last argument when the store cannot be emptied. */
  public StoreCleaningHandler(JobHandler<A, R> inner, Path store, Runnable stop) {
    this.inner = inner;
    this.store = store;
    this.stop = stop;
  }

  @Override
  public JobHandler<A, R> inner() {
    return inner;
  }

  @Override
  public JobOutcome<R> run(A args, JobContext context)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    begin();
    try {
      return inner.run(args, context);
    } finally {
      end();
    }
  }

  private void begin() throws JobErrorException {
    lock.lock();
    try {
      if (unclean) {
        throw new JobErrorException(
            JobErrorCode.INVALID_CONFIG, "The worker cannot empty osbuild's store, and stops");
      }
      running++;
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      running--;
      if (running == 0) {
        Trees.delete(store);
      }
    } catch (IOException e) {
      unclean = true;
      LOG.errorf(e, "osbuild's store cannot be emptied; the agent stops, directory=%s", store);
      stop.run();
    } finally {
      lock.unlock();
    }
  }
}
