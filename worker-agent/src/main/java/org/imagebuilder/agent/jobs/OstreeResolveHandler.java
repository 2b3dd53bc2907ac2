package org.imagebuilder.agent.jobs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.contract.worker.model.JobProgress;
import org.imagebuilder.agent.contract.worker.model.OstreeCommit;
import org.imagebuilder.agent.contract.worker.model.OstreeResolveArgs;
import org.imagebuilder.agent.contract.worker.model.OstreeResolveResult;
import org.imagebuilder.agent.contract.worker.model.OstreeResolveSpec;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.sources.OstreeRefs;

/** Says which commits OSTree refs stand for; the first one that fails ends the job. */
public final class OstreeResolveHandler
    implements JobHandler<OstreeResolveArgs, OstreeResolveResult> {

  private final OstreeRefs refs;

  public OstreeResolveHandler(OstreeRefs refs) {
    this.refs = refs;
  }

  @Override
  public String type() {
    return "ostree-resolve";
  }

  @Override
  public Lane lane() {
    return Lane.QUICK;
  }

  @Override
  public Class<OstreeResolveArgs> argsType() {
    return OstreeResolveArgs.class;
  }

  @Override
  public Duration timeout() {
    return Duration.ofHours(1);
  }

  @Override
  public JobErrorCode toolFailure() {
    return JobErrorCode.OSTREE_REF_RESOLUTION;
  }

  @Override
  public JobOutcome<OstreeResolveResult> run(OstreeResolveArgs args, JobContext context)
      throws JobErrorException, InterruptedException {
    List<OstreeResolveSpec> specs = args.getOstreeResolveSpecs();
    List<OstreeCommit> commits = new ArrayList<>();
    for (OstreeResolveSpec spec : specs) {
      context
          .progress()
          .accept(
              new JobProgress().message(spec.getRef()).done(commits.size()).total(specs.size()));
      boolean rhsm = Boolean.TRUE.equals(spec.getRhsm());
      OstreeRefs.Commit commit = refs.resolve(spec.getUrl(), spec.getRef(), rhsm);
      commits.add(
          new OstreeCommit()
              .url(spec.getUrl())
              .ref(spec.getRef())
              .checksum(commit.checksum())
              .secrets(commit.secrets())
              .bool(rhsm));
    }
    return new JobOutcome.Succeeded<>(new OstreeResolveResult().ostreeResolveResultSpecs(commits));
  }

  /** A member without a value is left out, not sent as empty. */
  @Override
  @SuppressWarnings("NullAway")
  public OstreeResolveResult failure(JobError error) {
    return new OstreeResolveResult().ostreeResolveResultSpecs(null).jobError(error);
  }
}
