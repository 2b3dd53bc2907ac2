package org.imagebuilder.agent;

import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Where osbuild runs. */
public interface OsbuildExecutorSection {

  /** Only host: on this machine. */
  @WithDefault("host")
  String type();

  /** Of the predecessor's executor in EC2; has no effect here. */
  Optional<String> iamProfile();

  /** Of the predecessor's executor in EC2; has no effect here. */
  Optional<String> keyName();
}
