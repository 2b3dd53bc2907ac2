package org.imagebuilder.imagebuilder.compliance;

import io.smallrye.config.ConfigMapping;
import org.imagebuilder.imagebuilder.neighbours.GuardedConfig;

/** Where compliance policies are kept; without an address, whatever needs one is refused. */
@ConfigMapping(prefix = "imagebuilder.compliance")
public interface ComplianceConfig extends GuardedConfig {}
