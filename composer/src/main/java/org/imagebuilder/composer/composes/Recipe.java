package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.composer.jobs.Subscription;

/**
 * What is changed in the images, whichever of its two forms the request used.
 *
 * @param blueprint in the words of blueprint files; passwords may still be plain
 * @param member the member of the request that holds the customizations
 * @param distribution the one that a blueprint says it is for
 * @param payloadRepositories used for packages of the image, not written into it
 * @param partitioningMode {@code auto-lvm} unless the request says otherwise
 */
record Recipe(
    ObjectNode blueprint,
    String member,
    Optional<String> distribution,
    List<JsonNode> payloadRepositories,
    Optional<Subscription> subscription,
    String partitioningMode) {
  Recipe {
    payloadRepositories = List.copyOf(payloadRepositories);
  }
}
