package org.imagebuilder.composer.targets;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A file that the worker hands to this server, for download. */
public record LocalTarget(String imageName) implements UploadTarget {
  @Override
  public UploadType type() {
    return UploadType.LOCAL;
  }

  @Override
  public ObjectNode options() {
    return JsonNodeFactory.instance.objectNode();
  }
}
