package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** Why a job or one of its targets failed, as workers send it and status shows it. */
@RegisterForReflection
public record JobError(int id, String reason, @Nullable JsonNode details) {

  /** Agents may leave the reason out, and those who read it need not care. */
  public JobError(int id, @Nullable String reason, @Nullable JsonNode details) {
    this.id = id;
    this.reason = reason == null ? "" : reason;
    this.details = details;
  }

  /** Whether the cause stands with the job's inputs. */
  @JsonIgnore
  public boolean isDependency() {
    return JobErrorCode.withNumber(id).map(JobErrorCode::isDependency).orElse(false);
  }

  /** The same error with other details. */
  public JobError withDetails(JsonNode other) {
    return new JobError(id, reason, other);
  }
}
