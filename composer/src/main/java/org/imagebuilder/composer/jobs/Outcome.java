package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The judgement of a result: whether the job succeeded, and what status will say of it. The wire
 * has no member for that; workers of all ages tell it in their own ways.
 */
public record Outcome(boolean succeeded, ResultSummary summary) {
  private static final String BUILD_FAILED = "osbuild build failed";

  /**
   * Judges what a worker sent as the result of a job of this type. Throws {@link
   * MalformedResultException} when it is no result at all.
   */
  public static Outcome of(JobType type, String result) {
    ResultHead head = JobJson.read(result, ResultHead.class);
    if (head == null || !result.stripLeading().startsWith("{")) {
      throw new MalformedResultException("a result is a JSON object");
    }
    if (head.equals(JobJson.read("{}", ResultHead.class))) {
      throw new MalformedResultException("the result has none of the members of its job type");
    }
    return switch (type) {
      case RPM_MANIFEST, IMAGE_BUILDER_MANIFEST -> ofManifest(head, head.hasData());
      case DEBIAN_MANIFEST -> ofManifest(head, head.hasManifest());
      case OSBUILD, DEBIAN_IMAGE -> ofBuild(head);
      case KOJI_INIT -> ofKoji(head, "The worker sent no build id", head.buildId() != null);
      case KOJI_FINALIZE -> ofKoji(head, "", true);
      case DEPSOLVE -> ofAnswer(head, head.hasSolution(), "The worker resolved nothing");
      // Nothing found is null on the wire, and an answer.
      case SEARCH_PACKAGES, DEBIAN_SEARCH ->
          ofAnswer(head, head.packages() != null, "The worker sent no answer");
      case AWS_EC2_COPY, AWS_EC2_SHARE -> ofMachineImage(head);
    };
  }

  /** The status label under which metrics count the end. */
  public String meterStatus() {
    JobError error = summary.jobError();
    return error == null
        ? "2xx"
        : JobErrorCode.withNumber(error.id()).map(JobErrorCode::statusClass).orElse("5xx");
  }

  private static Outcome ofManifest(ResultHead head, boolean hasManifest) {
    JobError error = head.jobError();
    if (error == null && !hasManifest) {
      error = JobErrorCode.MANIFEST_GENERATION.because("The worker sent no manifest");
    }
    PipelineNames names = head.info() == null ? null : head.info().pipelineNames();
    boolean succeeded = error == null;
    return new Outcome(succeeded, ResultSummary.of(succeeded, error, null, names, head.progress()));
  }

  private static Outcome ofKoji(ResultHead head, String lack, boolean complete) {
    JobError error = head.jobError();
    if (error == null && head.kojiError() != null && !head.kojiError().isEmpty()) {
      error = JobErrorCode.OLD_RESULT_COMPATIBLE.because(head.kojiError());
    }
    if (error == null && !complete) {
      error = JobErrorCode.KOJI_INIT.because(lack);
    }
    boolean succeeded = error == null;
    return new Outcome(
        succeeded,
        new ResultSummary(succeeded, error, null, null, head.progress(), head.buildId()));
  }

  private static Outcome ofAnswer(ResultHead head, boolean isThere, String otherwise) {
    JobError error = head.jobError();
    if (error == null && !isThere) {
      error = JobErrorCode.RPMMD_ERROR.because(otherwise);
    }
    boolean succeeded = error == null;
    return new Outcome(succeeded, ResultSummary.of(succeeded, error, null, null, head.progress()));
  }

  /** Where the image is stands in the summary as for an upload, so that status can tell. */
  private static Outcome ofMachineImage(ResultHead head) {
    JobError error = head.jobError();
    boolean isThere = isSaid(head.ami()) && isSaid(head.region());
    if (error == null && !isThere) {
      error = JobErrorCode.SHARING_TARGET.because("The worker did not say where the image is");
    }
    boolean succeeded = error == null;
    ObjectNode options = JobJson.MAPPER.createObjectNode();
    options.put("ami", head.ami()).put("region", head.region());
    List<TargetResult> image =
        succeeded ? List.of(new TargetResult("org.osbuild.aws", options, null, null)) : null;
    return new Outcome(succeeded, ResultSummary.of(succeeded, error, image, null, head.progress()));
  }

  private static boolean isSaid(@Nullable String text) {
    return text != null && !text.isEmpty();
  }

  private static Outcome ofBuild(ResultHead head) {
    ResultHead.OutputHead output = head.osbuildOutput();
    JobError error = head.jobError();
    if (error == null) {
      error = errorInside(head, output);
    }
    boolean built = Boolean.TRUE.equals(head.success()) || isGood(output);
    if (error == null && !built) {
      error = JobErrorCode.BUILD_JOB.because(BUILD_FAILED);
    }
    boolean succeeded = error == null;
    return new Outcome(
        succeeded,
        ResultSummary.of(
            succeeded, error, head.targetResults(), head.pipelineNames(), head.progress()));
  }

  /** Old workers do not set the error; it follows from what they report. */
  private static @Nullable JobError errorInside(
      ResultHead head, ResultHead.@Nullable OutputHead output) {
    List<JobError> targetErrors = targetErrors(head);
    if (output == null && targetErrors.isEmpty()) {
      return JobErrorCode.BUILD_JOB.because(BUILD_FAILED);
    }
    if (output != null && isSaid(output.error())) {
      return JobErrorCode.OLD_RESULT_COMPATIBLE
          .because(BUILD_FAILED)
          .withDetails(Objects.requireNonNull(output.error()));
    }
    if (!targetErrors.isEmpty()) {
      return JobErrorCode.TARGET_ERROR
          .because("at least one target failed")
          .withDetails(JobJson.MAPPER.valueToTree(targetErrors));
    }
    return null;
  }

  private static List<JobError> targetErrors(ResultHead head) {
    return JobJson.list(head.targetResults()).stream()
        .flatMap(
            result ->
                result.targetError() == null
                    ? Stream.of()
                    : Stream.of(result.targetError().withDetails(TextNode.valueOf(result.name()))))
        .toList();
  }

  private static boolean isGood(ResultHead.@Nullable OutputHead output) {
    return output != null && Boolean.TRUE.equals(output.success());
  }

  private static boolean isSaid(@Nullable JsonNode error) {
    return error != null && !error.isNull() && !(error.isTextual() && error.asText().isEmpty());
  }
}
