package org.imagebuilder.imagebuilder.compliance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/** What a policy asked for when a blueprint was saved, in the form that stands in its row. */
final class PolicySnapshot {
  private static final String ROOM = "compliance";
  private static final String POLICY = "policy_id";
  private static final String CUSTOMIZATIONS = "policy_customizations";

  private PolicySnapshot() {}

  static ObjectNode of(UUID policy, ObjectNode customizations) {
    ObjectNode snapshots = JsonNodeFactory.instance.objectNode();
    ObjectNode snapshot = snapshots.putObject(ROOM).put(POLICY, policy.toString());
    snapshot.set(CUSTOMIZATIONS, customizations);
    return snapshots;
  }

  /** A profile asks for nothing that could change: only its name is kept. */
  static ObjectNode ofProfile(JsonNode openscap) {
    ObjectNode customizations = JsonNodeFactory.instance.objectNode();
    customizations.set("openscap", openscap);
    return of(PolicyReference.NONE, customizations);
  }

  /** What this policy asked for, if the snapshots are of it. */
  static JsonNode customizations(JsonNode snapshots, UUID policy) {
    JsonNode snapshot = snapshots.path(ROOM);
    return snapshot.path(POLICY).asText().equals(policy.toString())
        ? snapshot.path(CUSTOMIZATIONS)
        : MissingNode.getInstance();
  }
}
