package org.imagebuilder.composer.targets;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A file in an S3 bucket, that of the worker. */
public record AwsS3Target(String imageName, String region, String key, boolean isPublic)
    implements UploadTarget {
  @Override
  public String jobName() {
    return UploadType.AWS_S3.jobName();
  }

  @Override
  public ObjectNode options() {
    ObjectNode options = JsonNodeFactory.instance.objectNode();
    options.put("region", region).put("key", key);
    if (isPublic) {
      options.put("public", true);
    }
    return options;
  }
}
