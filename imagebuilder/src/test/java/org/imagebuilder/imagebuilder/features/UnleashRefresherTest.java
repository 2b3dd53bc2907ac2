package org.imagebuilder.imagebuilder.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.imagebuilder.imagebuilder.doubles.ComplianceResource;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.FakeUnleash;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.imagebuilder.imagebuilder.doubles.UnleashResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(ComposerResource.class)
@WithTestResource(ComplianceResource.class)
@WithTestResource(UnleashResource.class)
class UnleashRefresherTest {
  private static final Feature FEATURE = Feature.COMPLIANCE_POLICIES;

  @SuppressWarnings("NullAway.Init")
  FakeUnleash unleash;

  @Inject UnleashRefresher refresher;
  @Inject Features features;

  @BeforeEach
  void forget() {
    features.learn(Map.of());
  }

  @Test
  void before_the_first_answer_the_configuration_counts() {
    assertThat(features.isOn(FEATURE)).isTrue();
  }

  @Test
  void a_flag_that_is_off_refuses_what_needs_it() {
    unleash.flag(FEATURE.flag(), false);

    refresh();

    assertThat(unleash.faults()).isEmpty();
    assertThatThrownBy(() -> features.require(FEATURE))
        .hasMessageEndingWith(": Feature image-builder.compliance-policies.enabled not enabled");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"500|{}", "401|{}", "200|<html>", "200|[]", "200|{\"features\":7}"})
  void while_no_good_answer_comes_the_last_one_counts(int status, String body) {
    unleash.flag(FEATURE.flag(), false);
    refresh();
    unleash.answer(status, body);

    refresh();

    assertThat(features.isOn(FEATURE)).isFalse();
  }

  @Test
  void a_flag_that_the_server_does_not_know_is_as_configured() {
    unleash.flag(FEATURE.flag(), false);
    refresh();
    unleash.flag("another", false);

    refresh();

    assertThat(features.isOn(FEATURE)).isTrue();
  }

  private void refresh() {
    refresher.refresh().await().atMost(Duration.ofSeconds(20));
  }
}
