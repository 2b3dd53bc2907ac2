package org.imagebuilder.composer.distributions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Further names for distributions, as operators give them. */
class AliasesTest {
  @Test
  void names_of_the_variable_are_merged_over_those_of_the_keys_and_the_built_in_ones() {
    DistributionCatalog catalog =
        catalog(
            Map.of("ours", "centos-9", "theirs", "centos-9"), "theirs=centos-10 , rhel-9=rhel-9.6");

    assertThat(catalog.find("ours")).isPresent();
    assertThat(catalog.find("theirs").orElseThrow().name()).isEqualTo("centos-10");
    assertThat(catalog.find("rhel-9").orElseThrow().name()).isEqualTo("rhel-9.6");
    assertThat(catalog.find("rhel-8")).isPresent();
  }

  @Test
  void a_text_that_is_no_pair_names_the_variable() {
    assertThatThrownBy(() -> catalog(Map.of(), "rhel-9"))
        .hasMessageContainingAll("DISTRO_ALIASES", "'rhel-9'");
  }

  private static DistributionCatalog catalog(Map<String, String> keys, String variable) {
    return new DistributionCatalog(new Aliases(keys, variable));
  }

  private record Aliases(Map<String, String> aliases, String variable)
      implements DistributionsConfig {
    @Override
    public Optional<List<String>> moreAliases() {
      return Optional.of(List.of(variable.split(",", -1)));
    }
  }
}
