package org.imagebuilder.agent.jobs;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.contract.worker.model.JobProgress;
import org.imagebuilder.agent.contract.worker.model.KojiFinalizeArgs;
import org.imagebuilder.agent.contract.worker.model.KojiFinalizeResult;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.uploads.koji.KojiException;
import org.imagebuilder.agent.uploads.koji.KojiHub;
import org.imagebuilder.agent.uploads.koji.KojiSession;
import org.jboss.logging.Logger;

/** Imports into Koji what was built, or gives the reserved build up. */
public final class KojiFinalizeHandler implements JobHandler<KojiFinalizeArgs, KojiFinalizeResult> {

  private static final Logger LOG = Logger.getLogger(KojiFinalizeHandler.class);
  private static final Duration LONGEST = Duration.ofHours(4);

  private final KojiHub hub;
  private final InstantSource clock;

  public KojiFinalizeHandler(KojiHub hub, InstantSource clock) {
    this.hub = hub;
    this.clock = clock;
  }

  @Override
  public String type() {
    return "koji-finalize";
  }

  @Override
  public Lane lane() {
    return Lane.CLOUD;
  }

  @Override
  public Class<KojiFinalizeArgs> argsType() {
    return KojiFinalizeArgs.class;
  }

  @Override
  public Duration timeout() {
    return LONGEST;
  }

  @Override
  public JobErrorCode toolFailure() {
    return JobErrorCode.KOJI_FINALIZE;
  }

  @Override
  public JobOutcome<KojiFinalizeResult> run(KojiFinalizeArgs args, JobContext context)
      throws JobErrorException, InterruptedException {
    KojiInputs inputs = new KojiInputs(context.inputs());
    Optional<KojiSession.Reservation> reserved = inputs.reservation();
    try {
      bring(args, inputs, reserved, context);
      return new JobOutcome.Succeeded<>(new KojiFinalizeResult().kojiError(""));
    } catch (JobErrorException | RuntimeException e) {
      if (reserved.isPresent()) {
        giveUp(args.getServer(), reserved.get(), context);
      }
      throw e;
    }
  }

  /** Koji itself keeps a build whose import got through after all. */
  @Override
  public void cancelled(KojiFinalizeArgs args, JobContext context) throws InterruptedException {
    Optional<KojiSession.Reservation> reserved = reserved(context);
    if (reserved.isPresent()) {
      giveUp(args.getServer(), reserved.get(), context);
    }
  }

  private static Optional<KojiSession.Reservation> reserved(JobContext context) {
    try {
      return new KojiInputs(context.inputs()).reservation();
    } catch (JobErrorException e) {
      return Optional.empty();
    }
  }

  private void bring(
      KojiFinalizeArgs args,
      KojiInputs inputs,
      Optional<KojiSession.Reservation> reserved,
      JobContext context)
      throws JobErrorException, InterruptedException {
    inputs.refuseFailed();
    KojiSession.Reservation reservation =
        reserved.orElseThrow(
            () ->
                JobErrorException.of(
                    JobErrorCode.PARSING_DYNAMIC_ARGS,
                    "The first input has no build_id and token"));
    String metadata =
        new KojiMetadata(args, reservation.buildId(), clock.instant())
            .of(inputs.builds(args.getKojiFilenames()));
    step(context, "Importing", 0);
    try (KojiSession session = login(args.getServer(), context)) {
      step(context, "Importing", 1);
      session.importBuild(metadata, args.getKojiDirectory(), reservation);
    } catch (KojiException e) {
      throw e.as(JobErrorCode.KOJI_FINALIZE);
    }
  }

  /** The first error is the one to tell; a build that stays reserved is for Koji's own people. */
  private void giveUp(String server, KojiSession.Reservation reservation, JobContext context)
      throws InterruptedException {
    try (KojiSession session = login(server, context)) {
      session.giveUp(reservation);
      LOG.infof("A build is given up, server=%s, build=%d", server, reservation.buildId());
    } catch (KojiException e) {
      JobErrorException why = e.as(JobErrorCode.KOJI_FINALIZE);
      LOG.warnf(
          "A build stays reserved, server=%s, build=%d, reason=%s, details=%s",
          server, reservation.buildId(), why.reason(), why.details().orElse(""));
    }
  }

  private KojiSession login(String server, JobContext context)
      throws KojiException, InterruptedException {
    Path directory = context.workspace().directory();
    return hub.login(server, directory);
  }

  private static void step(JobContext context, String message, int done) {
    context.progress().accept(new JobProgress().message(message).done(done).total(2));
  }

  @Override
  public KojiFinalizeResult failure(JobError error) {
    return new KojiFinalizeResult().jobError(error);
  }
}
