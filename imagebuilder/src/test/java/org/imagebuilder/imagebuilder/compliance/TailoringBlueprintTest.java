package org.imagebuilder.imagebuilder.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.imagebuilder.imagebuilder.compliance.PolicyLintTest.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TailoringBlueprintTest {
  private static final String TOML =
      """
      name = "hipaa"
      description = "made of a tailoring"
      version = "0.1.82"

      [[packages]]
      name = "aide"
      version = "*"

      [[packages]]
      name = "libreswan"
      version = "4.6"

      [[modules]]
      name = "audit"

      [[groups]]
      name = "guests"

      [customizations]
      fips = true

      [[customizations.filesystem]]
      mountpoint = "/home"
      minsize = 1073741824

      [[customizations.filesystem]]
      mountpoint = "/tmp"
      size = "2 GiB"

      [customizations.services]
      enabled = ["auditd", "sshd"]
      masked = ["kdump"]
      disabled = []

      [customizations.kernel]
      name = "kernel-rt"
      append = "audit=1 vsyscall=none"
      """;

  @Test
  void a_blueprint_becomes_customizations() throws JsonProcessingException {
    // By way of text, for a small number may be long or not.
    assertThat(json(TailoringBlueprint.customizations(TOML).toString()))
        .isEqualTo(
            json(
                """
                {"packages":["aide","libreswan-4.6","audit","@guests"],
                 "filesystem":[{"mountpoint":"/home","min_size":1073741824},
                               {"mountpoint":"/tmp","min_size":2147483648}],
                 "services":{"enabled":["auditd","sshd"],"masked":["kdump"]},
                 "kernel":{"name":"kernel-rt","append":"audit=1 vsyscall=none"},
                 "fips":{"enabled":true}}
                """));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "name = \"empty\"", "[customizations.services]\nenabled = []"})
  void what_asks_for_nothing_becomes_no_customizations(String toml) throws JsonProcessingException {
    assertThat(TailoringBlueprint.customizations(toml)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<html>", "{\"errors\":[\"nothing\"]}", "[customizations", "a = 1\na = 2"})
  void what_is_no_blueprint_is_refused(String text) {
    assertThatThrownBy(() -> TailoringBlueprint.customizations(text))
        .isInstanceOf(JsonProcessingException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "1024,1024",
    "\"1024\",1024",
    "\"1 kB\",1000",
    "\"10 GiB\",10737418240",
    "\"2TiB\",2199023255552",
    "\"9999999999 TiB\",9223372036854775807",
    "-1,0",
    "\"much\",0",
    "\"1 parsec\",0"
  })
  void a_size_may_have_a_unit(String size, long bytes) {
    assertThat(DataSize.bytes(json(size))).isEqualTo(bytes);
  }
}
