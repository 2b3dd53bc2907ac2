package org.imagebuilder.imagebuilder.oscap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileCatalogTest {
  private static final String PREFIX = "xccdf_org.ssgproject.content_profile_";
  private static final String ANSSI =
      "anssi_bp28_enhanced anssi_bp28_high anssi_bp28_intermediary anssi_bp28_minimal";
  private static final String CCN = " ccn_advanced ccn_basic ccn_intermediate";
  private static final String CIS = " cis cis_server_l1 cis_workstation_l1 cis_workstation_l2";
  private static final String RHEL_8 =
      ANSSI + CIS + " cui e8 hipaa ism_o ospp pci-dss stig stig_gui";
  private static final String RHEL_9 =
      ANSSI + CCN + CIS + " cui e8 hipaa ism_o ospp pci-dss stig stig_gui";
  private static final String RHEL_10 = ANSSI + CIS + " e8 hipaa ism_o pci-dss stig stig_gui";

  private final ProfileCatalog catalog = new ProfileCatalog();

  static Stream<String> distributions() {
    return new ProfileCatalog().distributions().stream().sorted();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rhel-8",
        "rhel-84",
        "rhel-85",
        "rhel-86",
        "rhel-87",
        "rhel-88",
        "rhel-89",
        "rhel-8-nightly"
      })
  void profiles_of_RHEL_8_stand_in_their_order(String distribution) {
    assertThat(shortNames(distribution)).isEqualTo(RHEL_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "centos-9",
        "rhel-9",
        "rhel-91",
        "rhel-92",
        "rhel-93",
        "rhel-94",
        "rhel-95",
        "rhel-9.6",
        "rhel-9.7",
        "rhel-9.8",
        "rhel-9-nightly",
        "rhel-9.6-nightly",
        "rhel-9.7-nightly",
        "rhel-9.8-nightly",
        "rhel-9.9-nightly"
      })
  void profiles_of_RHEL_9_stand_in_their_order(String distribution) {
    assertThat(shortNames(distribution)).isEqualTo(RHEL_9);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rhel-10",
        "rhel-10.0",
        "rhel-10.1",
        "rhel-10.2",
        "rhel-10-nightly",
        "rhel-10.0-nightly",
        "rhel-10.1-nightly",
        "rhel-10.2-nightly",
        "rhel-10.3-nightly"
      })
  void profiles_of_RHEL_10_stand_in_their_order(String distribution) {
    assertThat(shortNames(distribution)).isEqualTo(RHEL_10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"debian-12", "debian-13"})
  void Debian_shows_the_profiles_that_can_be_built(String distribution) {
    assertThat(shortNames(distribution)).isEqualTo(ANSSI + " standard");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rhel-8.10",
        "rhel-90",
        "rhel-9-beta",
        "rhel-10-beta",
        "centos-10",
        "fedora-42",
        "hummingbird"
      })
  void others_show_no_profiles(String distribution) {
    assertThatThrownBy(() -> catalog.profiles(distribution))
        .isInstanceOfSatisfying(
            ApiException.class,
            refusal ->
                assertThat(refusal.detail())
                    .isEqualTo("no profile for the specified distribution"));
  }

  @ParameterizedTest
  @CsvSource({"rhel-8.10,cis", "rhel-9-beta,ccn_basic", "rhel-10,stig", "centos-9,cui"})
  void a_profile_asks_for_its_customizations_and_says_which_it_is(
      String distribution, String profile) {
    ObjectNode customizations = catalog.customizations(distribution, PREFIX + profile);

    assertThat(customizations.at("/openscap/profile_id").asText()).isEqualTo(PREFIX + profile);
    assertThat(customizations.at("/openscap/profile_name").asText()).isNotBlank();
    assertThat(customizations.at("/openscap/profile_description").asText()).isNotBlank();
    assertThat(customizations.path("packages")).isNotEmpty();
  }

  @Test
  void a_profile_that_a_distribution_lacks_is_named_in_the_refusal() {
    assertThatThrownBy(() -> catalog.customizations("rhel-10", PREFIX + "cui"))
        .isInstanceOfSatisfying(
            ApiException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.OSCAP_PROFILE_UNKNOWN);
              assertThat(refusal.detail())
                  .isEqualTo("profile " + PREFIX + "cui is not available for distribution rhel-10");
            });
  }

  @ParameterizedTest
  @MethodSource("distributions")
  void all_data_are_customizations_without_empty_lists(String distribution) {
    Set<String> known =
        Set.of("openscap", "packages", "filesystem", "services", "kernel", "fips", "firewall");

    for (String profile : all(distribution)) {
      ObjectNode customizations = catalog.customizations(distribution, profile);

      assertThat(known).containsAll(names(customizations));
      assertThat(customizations.path("services")).allMatch(list -> !list.isEmpty());
      assertThat(customizations.path("filesystem"))
          .allMatch(each -> each.path("min_size").asLong() > 0)
          .allMatch(each -> each.path("mountpoint").asText().startsWith("/"));
      assertThat(distribution.startsWith("debian")).isNotEqualTo(customizations.has("openscap"));
    }
  }

  private List<String> all(String distribution) {
    return distribution.equals("rhel-8.10")
        ? catalog.profiles("rhel-8")
        : distribution.equals("rhel-9-beta")
            ? catalog.profiles("rhel-9")
            : catalog.profiles(distribution);
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private String shortNames(String distribution) {
    return String.join(
        " ",
        catalog.profiles(distribution).stream().map(id -> id.substring(PREFIX.length())).toList());
  }
}
