package org.imagebuilder.imagebuilder.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.imagebuilder.imagebuilder.compliance.PolicyLintTest.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyFixupTest {
  private static final JsonNode POLICY =
      json(
          """
          {"packages":["aide","audit"],
           "filesystem":[{"mountpoint":"/home","min_size":1073741824}],
           "services":{"enabled":["auditd"],"masked":["kdump"],"disabled":["cups"]},
           "kernel":{"name":"kernel-rt","append":"audit=1 vsyscall=none pti=on"},
           "fips":{"enabled":true}}
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}",
        "{\"packages\":[\"aide\"],\"kernel\":{\"append\":\"quiet\"}}",
        "{\"services\":{\"enabled\":[\"kdump\",\"cups\"],\"masked\":[\"auditd\"]}}",
        "{\"fips\":{\"enabled\":false},\"filesystem\":[{\"mountpoint\":\"/\",\"min_size\":1}]}"
      })
  void after_a_fixup_lint_finds_no_errors(String customizations) {
    ObjectNode mended = PolicyFixup.mended(json(customizations), POLICY);

    assertThat(PolicyLint.of(mended, POLICY, POLICY)).isEqualTo(Findings.none());
  }

  @Test
  void a_blueprint_without_customizations_gets_those_of_the_policy() {
    assertThat(PolicyFixup.mended(MissingNode.getInstance(), POLICY)).isEqualTo(POLICY);
  }

  @Test
  void what_was_there_stays_and_comes_first() {
    JsonNode before =
        json(
            """
            {"hostname":"web-1","packages":["vim","audit"],"kernel":{"append":"quiet"},
             "users":[{"name":"admin","password":"$6$hash"}]}
            """);

    ObjectNode mended = PolicyFixup.mended(before, POLICY);

    assertThat(mended.path("packages")).isEqualTo(json("[\"vim\",\"audit\",\"aide\"]"));
    assertThat(mended.at("/kernel/append").asText())
        .isEqualTo("quiet audit=1 vsyscall=none pti=on");
    assertThat(mended.path("hostname")).isEqualTo(before.path("hostname"));
    assertThat(mended.path("users")).isEqualTo(before.path("users"));
  }

  @Test
  void the_policy_wins_over_a_service_that_is_meant_otherwise() {
    JsonNode before =
        json("{\"services\":{\"enabled\":[\"kdump\",\"sshd\"],\"masked\":[\"auditd\"]}}");

    ObjectNode mended = PolicyFixup.mended(before, POLICY);

    assertThat(mended.path("services"))
        .isEqualTo(
            json(
                """
                {"enabled":["sshd","auditd"],"masked":["kdump"],"disabled":["cups"]}
                """));
  }

  @Test
  void a_disk_gets_no_file_systems_beside_it() {
    JsonNode before =
        json("{\"disk\":{\"partitions\":[{\"fs_type\":\"xfs\",\"mountpoint\":\"/srv\"}]}}");

    ObjectNode mended = PolicyFixup.mended(before, POLICY);

    assertThat(mended.has("filesystem")).isFalse();
    assertThat(PolicyLint.of(mended, POLICY, POLICY))
        .isEqualTo(Findings.error("mountpoint /home required by policy is not present"));
  }

  @Test
  void a_blueprint_that_lacks_nothing_stays_as_it_is() {
    JsonNode before = json("{\"hostname\":\"web-1\",\"kernel\":{\"append\":\" -x  -y \"}}");

    assertThat(PolicyFixup.mended(before, json("{}"))).isEqualTo(before);
  }
}
