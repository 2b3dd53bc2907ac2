package org.imagebuilder.imagebuilder.compliance;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Where compliance policies are kept. */
@ConfigMapping(prefix = "imagebuilder.compliance")
public interface ComplianceConfig {
  /** The service's address; without one, whatever needs a policy is refused. */
  Optional<String> url();
}
