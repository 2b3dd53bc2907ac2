package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;

/** Composer's status of a compose in the public contract's form. */
final class StatusMapper {
  private static final Set<String> STATES =
      Set.of("success", "failure", "pending", "building", "uploading", "registering");

  private static final Map<String, List<String>> UPLOAD_OPTIONS =
      Map.of(
          "aws", List.of("ami", "region"),
          "aws.s3", List.of("url"),
          "gcp", List.of("project_id", "image_name"),
          "azure", List.of("image_name"),
          "oci.objectstorage", List.of("url"));

  /** Errors that only say that another one is the reason. */
  private static final Set<Integer> WRAPPERS = Set.of(5, 9, 26, 28);

  private StatusMapper() {}

  static ObjectNode imageStatus(ComposerReply reply) {
    if (reply.status() == 404) {
      throw new ApiException(ErrorCode.COMPOSE_UNKNOWN_TO_COMPOSER, reply.text());
    }
    if (reply.status() != 200) {
      throw new ApiException(ErrorCode.STATUS_REFUSED, reply.status());
    }
    JsonNode image = reply.body().path("image_status");
    if (!STATES.contains(image.path("status").asText())) {
      throw new ApiException(ErrorCode.STATUS_UNREADABLE);
    }
    ObjectNode status = object().put("status", image.path("status").asText());
    if (image.path("progress").isObject()) {
      status.set("progress", progress(image.path("progress")));
    }
    if (image.path("upload_status").isObject()) {
      status.set("upload_status", uploadStatus(image.path("upload_status")));
    }
    if (image.path("error").isObject()) {
      status.set("error", error(image.path("error")));
    }
    if (image.path("notice").isTextual()) {
      status.set("notice", image.path("notice"));
    }
    return status;
  }

  private static ObjectNode progress(JsonNode progress) {
    ObjectNode mapped = steps(progress);
    if (progress.path("subprogress").isObject()) {
      mapped.set("subprogress", steps(progress.path("subprogress")));
    }
    return mapped;
  }

  private static ObjectNode steps(JsonNode progress) {
    ObjectNode steps =
        object()
            .put("done", progress.path("done").asInt())
            .put("total", progress.path("total").asInt());
    if (progress.path("message").isTextual()) {
      steps.set("message", progress.path("message"));
    }
    return steps;
  }

  private static ObjectNode uploadStatus(JsonNode upload) {
    String type = upload.path("type").asText();
    ObjectNode mapped = object().put("status", upload.path("status").asText()).put("type", type);
    List<String> members = UPLOAD_OPTIONS.get(type);
    if (members == null) {
      return mapped.putNull("options");
    }
    ObjectNode options = mapped.putObject("options");
    members.forEach(member -> options.put(member, upload.path("options").path(member).asText("")));
    return mapped;
  }

  private static ObjectNode error(JsonNode error) {
    JsonNode details = error.path("details");
    JsonNode inner = details.isArray() && !details.isEmpty() ? details.get(0) : details;
    if (WRAPPERS.contains(error.path("id").asInt()) && inner.isObject()) {
      return error(inner);
    }
    ObjectNode mapped =
        object().put("id", error.path("id").asInt()).put("reason", error.path("reason").asText());
    if (error.hasNonNull("details")) {
      mapped.set("details", details);
    }
    return mapped;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
