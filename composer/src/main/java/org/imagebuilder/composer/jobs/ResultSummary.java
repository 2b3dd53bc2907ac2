package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.TextNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that status needs of a result, small enough to be read with every question. Also reads the
 * partial results that workers send on the way.
 *
 * @param buildId the build that was reserved in Koji
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ResultSummary(
    boolean success,
    @Nullable JobError jobError,
    @Nullable List<TargetResult> targetResults,
    @Nullable PipelineNames pipelineNames,
    @Nullable JobProgress progress,
    @Nullable Long buildId) {

  /** A job of which nothing is known yet. */
  public static final ResultSummary NOTHING = of(false, null, null, null, null);

  private static final int MAX_BYTES = 60 * 1024;
  private static final int SHORT_DETAILS = 8 * 1024;

  /** The summary of a job that reserves nothing in Koji. */
  public static ResultSummary of(
      boolean success,
      @Nullable JobError jobError,
      @Nullable List<TargetResult> targetResults,
      @Nullable PipelineNames pipelineNames,
      @Nullable JobProgress progress) {
    return new ResultSummary(success, jobError, targetResults, pipelineNames, progress, null);
  }

  /** Reads what {@link #text} wrote; what a worker sent astray says nothing. */
  public static ResultSummary read(String json) {
    try {
      return JobJson.read(json, ResultSummary.class);
    } catch (MalformedResultException e) {
      return NOTHING;
    }
  }

  /** As JSON; details that are too long lose their end. */
  public String text() {
    String whole = JobJson.write(this);
    if (fits(whole)) {
      return whole;
    }
    String shorter = JobJson.write(shortened());
    return fits(shorter)
        ? shorter
        : JobJson.write(new ResultSummary(success, bare(jobError), null, null, null, buildId));
  }

  private ResultSummary shortened() {
    List<TargetResult> results =
        targetResults == null
            ? null
            : targetResults.stream()
                .map(
                    result ->
                        new TargetResult(
                            result.name(),
                            result.options(),
                            result.osbuildArtifact(),
                            shortened(result.targetError())))
                .toList();
    return new ResultSummary(
        success, shortened(jobError), results, pipelineNames, progress, buildId);
  }

  private static @Nullable JobError shortened(@Nullable JobError error) {
    if (error == null || error.details() == null) {
      return error;
    }
    JsonNode details = error.details();
    String text = details.isTextual() ? details.asText() : details.toString();
    if (text.length() <= SHORT_DETAILS) {
      return error;
    }
    // The end of a log tells more than its beginning.
    String end = "…" + text.substring(text.length() - SHORT_DETAILS);
    return error.withDetails(TextNode.valueOf(end));
  }

  private static @Nullable JobError bare(@Nullable JobError error) {
    if (error == null) {
      return null;
    }
    int end = Math.min(error.reason().length(), SHORT_DETAILS);
    return new JobError(error.id(), error.reason().substring(0, end), null);
  }

  private static boolean fits(String json) {
    return json.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
  }
}
