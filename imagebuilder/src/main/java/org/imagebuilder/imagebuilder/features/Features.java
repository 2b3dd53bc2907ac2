package org.imagebuilder.imagebuilder.features;

import jakarta.inject.Singleton;
import java.util.Map;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;

/** What is on and what is off. */
@Singleton
public class Features {
  private final FeaturesConfig config;

  // Replaced as a whole by whoever learns of other flags; what it does not name the configuration
  // decides.
  private volatile Map<String, Boolean> flags = Map.of();

  public Features(FeaturesConfig config) {
    this.config = config;
  }

  public boolean isOn(Feature feature) {
    Boolean flag = flags.get(feature.flag());
    return flag == null ? configured(feature) : flag;
  }

  /** Refuses whatever needs the feature while it is off. */
  public void require(Feature feature) {
    if (!isOn(feature)) {
      throw new ApiException(ErrorCode.FEATURE_OFF, feature.flag());
    }
  }

  /** From now on these flags count. */
  void learn(Map<String, Boolean> known) {
    flags = Map.copyOf(known);
  }

  private boolean configured(Feature feature) {
    return switch (feature) {
      case COMPLIANCE_POLICIES -> config.compliancePolicies();
    };
  }
}
