package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.imagebuilder.imagebuilder.distributions.Distribution;

/**
 * What is to be built: a request of the public contract that has been found good, with hashed
 * passwords and expanded customizations, and its distribution; none for bootable containers.
 */
public record ComposeOrder(ObjectNode request, Optional<Distribution> distribution) {
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
