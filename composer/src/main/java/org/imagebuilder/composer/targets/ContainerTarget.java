package org.imagebuilder.composer.targets;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A container in the registry that the worker is configured with. */
public record ContainerTarget(String imageName) implements UploadTarget {
  @Override
  public String jobName() {
    return UploadType.CONTAINER.jobName();
  }

  @Override
  public ObjectNode options() {
    return JsonNodeFactory.instance.objectNode();
  }
}
