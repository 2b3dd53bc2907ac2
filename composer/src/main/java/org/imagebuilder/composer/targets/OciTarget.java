package org.imagebuilder.composer.targets;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A file in Oracle's object storage. */
public record OciTarget(String imageName) implements UploadTarget {
  @Override
  public String jobName() {
    return UploadType.OCI.jobName();
  }

  @Override
  public ObjectNode options() {
    return JsonNodeFactory.instance.objectNode();
  }
}
