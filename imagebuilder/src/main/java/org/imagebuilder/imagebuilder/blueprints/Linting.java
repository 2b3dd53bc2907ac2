package org.imagebuilder.imagebuilder.blueprints;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import org.imagebuilder.imagebuilder.identity.Identity;

/**
 * Judges blueprints by compliance policies. Both calls get the members distribution, bootc,
 * image_requests and customizations of a version; a failure is the caller's answer.
 */
public interface Linting {
  /**
   * What the policy says now about a version, given what was kept with it. Asked at each read.
   *
   * @param snapshots what {@link #snapshots} gave when the version was kept
   */
  Uni<BlueprintLint> lint(ObjectNode body, Optional<ObjectNode> snapshots, Identity caller);

  /** What is to be kept of policies with a new version, before anything of it is stored. */
  Uni<Optional<ObjectNode>> snapshots(ObjectNode body, Identity caller);
}
