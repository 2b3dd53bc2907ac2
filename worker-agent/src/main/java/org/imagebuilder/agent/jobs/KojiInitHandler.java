package org.imagebuilder.agent.jobs;

import java.time.Duration;
import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.contract.worker.model.JobProgress;
import org.imagebuilder.agent.contract.worker.model.KojiInitArgs;
import org.imagebuilder.agent.contract.worker.model.KojiInitResult;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.uploads.koji.KojiException;
import org.imagebuilder.agent.uploads.koji.KojiHub;
import org.imagebuilder.agent.uploads.koji.KojiSession;

/** Reserves a build in Koji. */
public final class KojiInitHandler implements JobHandler<KojiInitArgs, KojiInitResult> {

  private static final Duration LONGEST = Duration.ofMinutes(30);

  private final KojiHub hub;

  public KojiInitHandler(KojiHub hub) {
    this.hub = hub;
  }

  @Override
  public String type() {
    return "koji-init";
  }

  @Override
  public Lane lane() {
    return Lane.CLOUD;
  }

  @Override
  public Class<KojiInitArgs> argsType() {
    return KojiInitArgs.class;
  }

  @Override
  public Duration timeout() {
    return LONGEST;
  }

  @Override
  public JobErrorCode toolFailure() {
    return JobErrorCode.KOJI_INIT;
  }

  @Override
  public JobOutcome<KojiInitResult> run(KojiInitArgs args, JobContext context)
      throws JobErrorException, InterruptedException {
    String name = given("name", args.getName());
    String version = given("version", args.getVersion());
    String release = given("release", args.getRelease());
    context.progress().accept(new JobProgress().message("Asking Koji").done(0).total(1));
    try (KojiSession session = hub.login(args.getServer(), context.workspace().directory())) {
      KojiSession.Reservation build = session.reserve(name, version, release);
      return new JobOutcome.Succeeded<>(
          new KojiInitResult().buildId(build.buildId()).token(build.token()).kojiError(""));
    } catch (KojiException e) {
      throw e.as(JobErrorCode.KOJI_INIT);
    }
  }

  private static String given(String name, String value) throws JobErrorException {
    if (value.isBlank()) {
      throw JobErrorException.of(JobErrorCode.PARSING_JOB_ARGS, name + " is empty");
    }
    return value;
  }

  @Override
  public KojiInitResult failure(JobError error) {
    return new KojiInitResult().jobError(error);
  }
}
