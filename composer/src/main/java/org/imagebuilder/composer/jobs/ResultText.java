package org.imagebuilder.composer.jobs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.composer.queue.JobState;

/** A result as readers get it: what its worker sent, with what this server made of it. */
final class ResultText {
  private static final String HIDDEN = "\"********\"";
  private static final String NOTHING = "\"\"";
  private static final String TOKEN = "token";
  private static final String SUCCESS = "success";
  private static final String ERROR = "job_error";

  private ResultText() {}

  /** The result of a build; one that is not there, or not yet, is empty apart from its error. */
  static String ofBuild(JobReport build, Optional<String> result) {
    RawObject sent = RawObject.of(result.orElse("{}"));
    Map<String, String> changes = withError(build, sent);
    boolean succeeded = build.state() == JobState.SUCCEEDED;
    // Whoever was cancelled too late may have thought that all was well.
    if (succeeded || isCancelled(build) || sent.member(SUCCESS).isEmpty()) {
      changes.put(SUCCESS, String.valueOf(succeeded));
    }
    for (String always : new String[] {"upload_status", "host_os", "arch"}) {
      if (sent.member(always).isEmpty()) {
        changes.put(always, NOTHING);
      }
    }
    if (result.isEmpty()) {
      ResultSummary known = build.summary();
      if (known.progress() != null) {
        changes.put("progress", JobJson.write(known.progress()));
      }
      if (known.targetResults() != null) {
        changes.put("target_results", JobJson.write(known.targetResults()));
      }
    }
    return sent.with(changes);
  }

  /** The result of a job that speaks with Koji, without the token that would let others in. */
  static String ofKoji(JobReport job, Optional<String> result) {
    RawObject sent = RawObject.of(result.orElse("{}"));
    Map<String, String> changes = withError(job, sent);
    if (sent.member(TOKEN).filter(token -> !token.equals(NOTHING)).isPresent()) {
      changes.put(TOKEN, HIDDEN);
    }
    if (sent.member("koji_error").isEmpty()) {
      changes.put("koji_error", NOTHING);
    }
    return sent.with(changes);
  }

  private static Map<String, String> withError(JobReport job, RawObject sent) {
    Map<String, String> changes = new LinkedHashMap<>();
    if (sent.member(ERROR).isEmpty()) {
      error(job).ifPresent(error -> changes.put(ERROR, JobJson.write(error)));
    }
    return changes;
  }

  private static Optional<JobError> error(JobReport job) {
    return isCancelled(job)
        ? Optional.of(JobErrorCode.COMPOSE_CANCELED.because("Compose was cancelled"))
        : Optional.ofNullable(job.summary().jobError());
  }

  private static boolean isCancelled(JobReport job) {
    return job.state() == JobState.CANCELLED;
  }
}
