package org.imagebuilder.composer.targets;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A file in the upload area of a Koji hub, from where a later job imports it. Follows from a
 * compose being for Koji; nobody can ask for it by itself.
 */
public record KojiTarget(String imageName, String server, String uploadDirectory)
    implements UploadTarget {
  /** The kind of target in the words of jobs. */
  public static final String JOB_NAME = "org.osbuild.koji";

  @Override
  public String jobName() {
    return JOB_NAME;
  }

  @Override
  public ObjectNode options() {
    ObjectNode options = JsonNodeFactory.instance.objectNode();
    options.put("upload_directory", uploadDirectory).put("server", server);
    return options;
  }
}
