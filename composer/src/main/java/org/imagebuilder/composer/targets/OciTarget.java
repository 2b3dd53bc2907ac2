package org.imagebuilder.composer.targets;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A file in Oracle's object storage. */
public record OciTarget(String imageName) implements UploadTarget {
  @Override
  public UploadType type() {
    return UploadType.OCI;
  }

  @Override
  public ObjectNode options() {
    return JsonNodeFactory.instance.objectNode();
  }
}
