package org.imagebuilder.imagebuilder.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeaturesTest {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void the_configuration_decides_where_nobody_else_does(boolean on) {
    FeaturesConfig config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(FeaturesConfig.class)
            .withDefaultValues(
                Map.of("imagebuilder.features.compliance-policies", String.valueOf(on)))
            .build()
            .getConfigMapping(FeaturesConfig.class);

    assertThat(new Features(config).isOn(Feature.COMPLIANCE_POLICIES)).isEqualTo(on);
  }
}
