package org.imagebuilder.imagebuilder.provisioning;

import io.smallrye.config.ConfigMapping;
import org.imagebuilder.imagebuilder.neighbours.GuardedConfig;

/** Where sources are known; without an address nothing can be shared with them. */
@ConfigMapping(prefix = "imagebuilder.provisioning")
public interface ProvisioningConfig extends GuardedConfig {}
