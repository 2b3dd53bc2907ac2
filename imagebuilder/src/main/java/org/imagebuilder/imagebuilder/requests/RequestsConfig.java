package org.imagebuilder.imagebuilder.requests;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where callers find the operations, and bounds of what is read from them. */
@ConfigMapping(prefix = "imagebuilder.requests")
public interface RequestsConfig {
  /** The largest body that is taken. */
  @WithDefault("1048576")
  long maxBodyBytes();

  /** The first part of the path of all operations. */
  @WithDefault("${PATH_PREFIX:api}")
  String pathPrefix();

  /** The second part. */
  @WithDefault("${APP_NAME:image-builder}")
  String appName();

  /** The largest head of a request that is taken, all header fields together. */
  @WithDefault("20480")
  int maxHeaderBytes();
}
