package org.imagebuilder.imagebuilder.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyLintTest {
  private static final String EVERYTHING =
      """
      {"packages":["aide","@guests"],
       "filesystem":[{"mountpoint":"/home","min_size":1},{"mountpoint":"/tmp","min_size":1}],
       "services":{"enabled":["auditd"],"masked":["kdump"],"disabled":["cups"]},
       "kernel":{"name":"kernel-rt","append":"audit=1 vsyscall=none"},
       "fips":{"enabled":true}}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"packages\":[\"aide\"]}|package aide required by policy is not present",
        "{\"filesystem\":[{\"mountpoint\":\"/home\",\"min_size\":1}]}"
            + "|mountpoint /home required by policy is not present",
        "{\"services\":{\"enabled\":[\"auditd\"]}}"
            + "|service auditd required as enabled by policy is not present",
        "{\"services\":{\"masked\":[\"kdump\"]}}"
            + "|service kdump required as masked by policy is not present",
        "{\"services\":{\"disabled\":[\"cups\"]}}"
            + "|service cups required as disabled by policy is not present",
        "{\"kernel\":{\"name\":\"kernel-rt\"}}"
            + "|kernel name kernel-rt required by policy not set",
        "{\"kernel\":{\"append\":\"audit=1\"}}"
            + "|kernel command line parameter 'audit=1' required by policy not set",
        "{\"fips\":{\"enabled\":true}}|FIPS required 'true' by policy but not set"
      })
  void what_the_blueprint_lacks_is_an_error(String policy, String sentence) {
    Findings findings = PolicyLint.of(json("{}"), json(policy), json(policy));

    assertThat(findings).isEqualTo(Findings.error(sentence));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"packages\":[\"aide\"]}|package aide is no longer required by policy",
        "{\"filesystem\":[{\"mountpoint\":\"/home\",\"min_size\":1}]}"
            + "|mountpoint /home is no longer required by policy",
        "{\"services\":{\"enabled\":[\"auditd\"]}}"
            + "|service auditd is no longer required as enabled by policy",
        "{\"services\":{\"masked\":[\"kdump\"]}}"
            + "|service kdump is no longer required as masked by policy",
        "{\"services\":{\"disabled\":[\"cups\"]}}"
            + "|service cups is no longer required as disabled by policy",
        "{\"kernel\":{\"name\":\"kernel-rt\"}}"
            + "|kernel name kernel-rt is no longer required by policy",
        "{\"kernel\":{\"append\":\"audit=1\"}}"
            + "|kernel command line parameter 'audit=1' is no longer required by policy",
        "{\"fips\":{\"enabled\":true}}|FIPS is no longer required by policy"
      })
  void what_the_policy_dropped_is_a_warning(String stored, String sentence) {
    Findings findings = PolicyLint.of(json(stored), json("{}"), json(stored));

    assertThat(findings).isEqualTo(Findings.warning(sentence));
  }

  @Test
  void findings_come_in_the_order_of_the_checks() {
    Findings findings = PolicyLint.of(json("{}"), json(EVERYTHING), json("{}"));

    assertThat(findings.errors())
        .containsExactly(
            "package aide required by policy is not present",
            "package @guests required by policy is not present",
            "mountpoint /home required by policy is not present",
            "mountpoint /tmp required by policy is not present",
            "service auditd required as enabled by policy is not present",
            "service kdump required as masked by policy is not present",
            "service cups required as disabled by policy is not present",
            "kernel name kernel-rt required by policy not set",
            "kernel command line parameter 'audit=1' required by policy not set",
            "kernel command line parameter 'vsyscall=none' required by policy not set",
            "FIPS required 'true' by policy but not set");
    assertThat(findings.warnings()).isEmpty();
  }

  @Test
  void a_blueprint_that_does_what_the_policy_asks_has_no_findings() {
    assertThat(PolicyLint.of(json(EVERYTHING), json(EVERYTHING), json(EVERYTHING)))
        .isEqualTo(Findings.none());
  }

  @Test
  void more_than_the_policy_asks_for_is_no_finding() {
    assertThat(PolicyLint.of(json(EVERYTHING), json("{}"), json("{}"))).isEqualTo(Findings.none());
  }

  @Test
  void a_mount_of_a_disk_is_a_mount() {
    JsonNode blueprint =
        json(
            """
            {"disk":{"partitions":[
              {"type":"plain","fs_type":"xfs","mountpoint":"/home"},
              {"type":"lvm","logical_volumes":[{"fs_type":"xfs","mountpoint":"/tmp"}]}]}}
            """);
    JsonNode policy =
        json("{\"filesystem\":[{\"mountpoint\":\"/home\"},{\"mountpoint\":\"/tmp\"}]}");

    assertThat(PolicyLint.of(blueprint, policy, policy)).isEqualTo(Findings.none());
  }

  @Test
  void a_kernel_parameter_may_be_part_of_a_longer_one() {
    JsonNode blueprint = json("{\"kernel\":{\"append\":\"quiet mds=full,nosmt\"}}");

    Findings findings =
        PolicyLint.of(blueprint, json("{\"kernel\":{\"append\":\"mds=full\"}}"), json("{}"));

    assertThat(findings.errors()).isEmpty();
  }

  @Test
  void FIPS_that_is_off_asks_for_nothing() {
    assertThat(PolicyLint.of(json("{}"), json("{\"fips\":{\"enabled\":false}}"), json("{}")))
        .isEqualTo(new Findings(List.of(), List.of()));
  }

  static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
