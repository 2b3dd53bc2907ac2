package org.imagebuilder.imagebuilder.distributions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RhelVersionTest {
  @ParameterizedTest
  @CsvSource({
    "rhel-86, 8, 6",
    "rhel-8.10, 8, 10",
    "rhel-90, 9, 0",
    "rhel-95, 9, 5",
    "rhel-9.6, 9, 6",
    "rhel-10.0, 10, 0",
    "rhel-10.2, 10, 2"
  })
  void a_release_has_two_numbers_with_and_without_a_dot(String name, int major, int minor) {
    assertThat(RhelVersion.ofName(name)).contains(new RhelVersion(major, minor));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"centos-9", "rhel-9-nightly", "rhel-10.2-beta", "rhel-9.6-nightly", "rhel-10"})
  void whatever_is_no_release_has_none(String name) {
    assertThat(RhelVersion.ofName(name)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "rhel-94, 9",
    "rhel-8.10, 8",
    "rhel-10-nightly, 10",
    "rhel-9.6-nightly, 9",
    "rhel-10.2-beta, 10"
  })
  void previews_have_a_major_number(String name, int major) {
    assertThat(RhelVersion.majorOf(name)).contains(major);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9", "9.4.1", "v9.4", "", "9.", "9.x", "99999.1"})
  void numbers_are_two_and_nothing_else(String text) {
    assertThat(RhelVersion.ofNumbers(text)).isEmpty();
  }
}
