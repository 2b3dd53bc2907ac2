package org.imagebuilder.imagebuilder.blueprints;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.UUID;

/**
 * A version of a blueprint with the name of today. The body is whole: hashes and keys are in it, so
 * it is not to be shown as it is.
 *
 * @param body the members distribution, bootc, image_requests and customizations
 * @param snapshots what policies required when the version was kept
 */
public record BlueprintDetails(
    UUID id,
    String name,
    String description,
    UUID versionId,
    int version,
    ObjectNode body,
    Optional<ObjectNode> snapshots) {

  /** Whether a compliance policy judges it. */
  public boolean hasPolicy() {
    return body.at("/customizations/openscap").hasNonNull("policy_id");
  }

  @Override
  public String toString() {
    return "BlueprintDetails[" + id + ", " + version + "]";
  }
}
