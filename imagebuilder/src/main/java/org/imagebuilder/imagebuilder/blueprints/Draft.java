package org.imagebuilder.imagebuilder.blueprints;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;
import org.imagebuilder.imagebuilder.requests.LenientUuid;

/** A blueprint as somebody wants it kept: a request that has the contract's shape. */
record Draft(String name, String description, ObjectNode body, Optional<ObjectNode> metadata) {
  /** The members that make a version. */
  static final List<String> MEMBERS =
      List.of("distribution", "bootc", "image_requests", "customizations");

  private static final List<String> METADATA = List.of("parent_id", "exported_at", "is_on_prem");

  static Draft of(ObjectNode request) {
    return new Draft(
        request.path("name").asText(),
        request.path("description").asText(""),
        only(request, MEMBERS),
        request.path("metadata") instanceof ObjectNode metadata
            ? Optional.of(only(metadata, METADATA))
            : Optional.empty());
  }

  /** Ids that are none would only be noticed when it is too late for an answer. */
  void checkIds() {
    metadata.ifPresent(known -> checkId("metadata.parent_id", known.path("parent_id")));
    checkId("customizations.openscap.policy_id", body.at("/customizations/openscap/policy_id"));
  }

  boolean hasUsers() {
    return body.at("/customizations/users").isArray();
  }

  Draft with(ObjectNode otherBody) {
    return new Draft(name, description, otherBody, metadata);
  }

  private static void checkId(String member, JsonNode id) {
    if (id.isTextual() && LenientUuid.read(id.textValue()).isEmpty()) {
      throw new ApiException(ErrorCode.BODY_ID_INVALID, member, id.textValue());
    }
  }

  private static ObjectNode only(ObjectNode from, List<String> members) {
    ObjectNode some = from.objectNode();
    for (String member : members) {
      if (from.has(member)) {
        some.set(member, from.get(member));
      }
    }
    return some;
  }
}
