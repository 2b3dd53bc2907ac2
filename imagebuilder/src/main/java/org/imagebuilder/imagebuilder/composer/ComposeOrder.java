package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.imagebuilder.distributions.Distribution;

/**
 * What is to be built: a request of the public contract that has been found good, with hashed
 * passwords and expanded customizations; its distribution, none for bootable containers; the
 * blueprint that it was made from; and what other services know about what it names.
 */
public record ComposeOrder(
    ObjectNode request,
    Optional<Distribution> distribution,
    Optional<UUID> blueprint,
    Found found) {
  /** An order for which nobody was asked yet. */
  public ComposeOrder(ObjectNode request, Optional<Distribution> distribution) {
    this(request, distribution, Optional.empty(), Found.NOTHING);
  }

  /** The same, with what was found. */
  public ComposeOrder with(Found answers) {
    return new ComposeOrder(request, distribution, blueprint, answers);
  }

  /** The same, of a blueprint. */
  public ComposeOrder of(UUID source) {
    return new ComposeOrder(request, distribution, Optional.of(source), found);
  }

  ObjectNode imageRequest() {
    return (ObjectNode) request.required("image_requests").required(0);
  }

  String imageType() {
    return imageRequest().required("image_type").asText();
  }

  String architecture() {
    return imageRequest().required("architecture").asText();
  }
}
