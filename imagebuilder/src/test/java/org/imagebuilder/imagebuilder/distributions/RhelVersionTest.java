package org.imagebuilder.imagebuilder.distributions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RhelVersionTest {
  @ParameterizedTest
  @CsvSource({
    "rhel-84,8,4",
    "rhel-8.10,8,10",
    "rhel-90,9,0",
    "rhel-9.6,9,6",
    "rhel-10.0,10,0",
    "rhel-10.2,10,2"
  })
  void a_name_tells_major_and_minor(String name, int major, int minor) {
    assertThat(RhelVersion.ofName(name)).contains(new RhelVersion(major, minor));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rhel-9",
        "rhel-9-beta",
        "rhel-9.6-nightly",
        "centos-10",
        "fedora-42",
        "debian-12",
        "hummingbird"
      })
  void others_have_no_such_version(String name) {
    assertThat(RhelVersion.ofName(name)).isEmpty();
  }
}
