package org.imagebuilder.composer.targets;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A file that the worker hands to this server, for download. */
public record LocalTarget(String imageName) implements UploadTarget {
  @Override
  public String jobName() {
    return UploadType.LOCAL.jobName();
  }

  @Override
  public ObjectNode options() {
    return JsonNodeFactory.instance.objectNode();
  }
}
