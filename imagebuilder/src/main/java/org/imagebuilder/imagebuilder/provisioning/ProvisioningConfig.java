package org.imagebuilder.imagebuilder.provisioning;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Where sources are known. */
@ConfigMapping(prefix = "imagebuilder.provisioning")
public interface ProvisioningConfig {
  /** The service's address; without one nothing can be shared with sources. */
  Optional<String> url();
}
