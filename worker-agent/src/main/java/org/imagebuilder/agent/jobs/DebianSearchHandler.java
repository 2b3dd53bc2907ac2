package org.imagebuilder.agent.jobs;

import java.io.IOException;
import java.time.Duration;
import org.imagebuilder.agent.contract.worker.model.DebianSearchArgs;
import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.contract.worker.model.SearchPackagesResult;
import org.imagebuilder.agent.debian.DebianSearches;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.ToolException;

/** Looks for Debian packages by name. */
public final class DebianSearchHandler
    implements JobHandler<DebianSearchArgs, SearchPackagesResult> {

  private final DebianSearches searches;
  private final Duration timeout;

  public DebianSearchHandler(DebianSearches searches, Duration timeout) {
    this.searches = searches;
    this.timeout = timeout;
  }

  @Override
  public String type() {
    return "debian-search";
  }

  @Override
  public Lane lane() {
    return Lane.QUICK;
  }

  @Override
  public Class<DebianSearchArgs> argsType() {
    return DebianSearchArgs.class;
  }

  @Override
  public Duration timeout() {
    return timeout;
  }

  @Override
  public JobErrorCode toolFailure() {
    return JobErrorCode.SOLVER_CALL_FAILED;
  }

  @Override
  public JobOutcome<SearchPackagesResult> run(DebianSearchArgs args, JobContext context)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    return new JobOutcome.Succeeded<>(
        new SearchPackagesResult().packages(searches.find(args, context.progress())));
  }

  /** A member without a value is left out, not sent as empty. */
  @Override
  @SuppressWarnings("NullAway")
  public SearchPackagesResult failure(JobError error) {
    return new SearchPackagesResult().packages(null).jobError(error);
  }
}
