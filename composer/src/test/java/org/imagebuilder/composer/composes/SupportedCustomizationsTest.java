package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.UUID;
import org.imagebuilder.composer.distributions.DistributionCatalog;
import org.imagebuilder.composer.errors.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be changed in an image of a type is data; the rest is refused before anything runs. */
class SupportedCustomizationsTest {
  private static final RequestCheck CHECK = new RequestCheck(Contract.load());
  private static final ComposePlanner PLANNER = new ComposePlanner(new DistributionCatalog());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          centos-9 | network-installer | {"locale": {"languages": ["en_US.UTF-8"]}}
          centos-9 | image-installer | {"installer": {"unattended": true}, "kernel": {"append": "quiet"}}
          centos-9 | image-installer | {"kernel": {"name": "kernel-rt", "append": "quiet"}}
          centos-9 | edge-commit     | {"kernel": {"name": "kernel-rt"}, "dnf": {"config": {"set_releasever": true}}}
          centos-9 | guest-image     | {"openscap": {"profile_id": "cis"}, "disk": {"partitions": [{"mountpoint": "/", "fs_type": "xfs", "minsize": "10 GiB"}]}}
          rhel-9.6 | guest-image     | {"rhsm": {"config": {"dnf_plugins": {"product_id": {"enabled": true}}}}}
          centos-9 | network-installer | {}
          """)
  void a_customization_that_takes_effect_is_planned(
      String distribution, String type, String customizations) {
    assertThatCode(() -> plan(distribution, type, "customizations", customizations))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          centos-9 | network-installer | {"packages": ["vim"]} | customizations.packages | supported are fips, locale
          centos-9 | network-installer | {"hostname": "x"} | customizations.hostname | supported are fips, locale
          centos-9 | edge-commit | {"kernel": {"append": "quiet"}} | customizations.kernel.append | kernel.name
          centos-9 | edge-commit | {"filesystem": [{"mountpoint": "/var", "min_size": 1}]} | customizations.filesystem | users
          centos-9 | edge-commit | {"openscap": {"profile_id": "cis"}} | customizations.openscap | custom_repositories
          centos-9 | guest-image | {"installation_device": "/dev/sda"} | customizations.installation_device | groups
          fedora-43 | live-installer | {"users": [{"name": "a"}]} | customizations.users | installer
          fedora-43 | iot-commit | {"filesystem": [{"mountpoint": "/var", "min_size": 1}]} | customizations.filesystem | services
          """)
  void a_customization_that_would_be_dropped_is_refused_and_the_others_are_named(
      String distribution, String type, String customizations, String member, String named) {
    ApiException refused =
        catchThrowableOfType(
            ApiException.class, () -> plan(distribution, type, "customizations", customizations));

    assertThat(refused.code().number()).isEqualTo(35);
    assertThat(refused.details()).startsWith(member + ": is not supported").contains(named);
    assertThat(refused.details()).doesNotContain("firstboot", "sshd", "sshkey", " modules");
  }

  @Test
  void a_blueprint_is_refused_in_its_own_words() {
    ApiException refused =
        catchThrowableOfType(
            ApiException.class,
            () ->
                plan(
                    "centos-9",
                    "edge-installer",
                    "blueprint",
                    "{\"name\": \"b\", \"packages\": [{\"name\": \"vim\"}]}"));

    assertThat(refused.code().number()).isEqualTo(35);
    assertThat(refused.details())
        .startsWith("blueprint.packages: is not supported")
        .contains("customizations.user", "customizations.sshkey");
  }

  /** They used to be accepted in this form, and to be left out of the image. */
  @Test
  void authorities_of_a_blueprint_are_held_against_the_image_type_as_well() {
    ApiException refused =
        catchThrowableOfType(
            ApiException.class,
            () ->
                plan(
                    "centos-9",
                    "network-installer",
                    "blueprint",
                    """
                    {"name": "b", "customizations": {"cacerts": {"pem_certs": ["x"]}}}
                    """));

    assertThat(refused.details()).startsWith("blueprint.customizations.cacerts: is not supported");
  }

  @Test
  void what_an_image_type_cannot_do_without_is_asked_for() {
    ApiException refused =
        catchThrowableOfType(
            ApiException.class,
            () -> plan("fedora-43", "iot-simplified-installer", "customizations", "{}"));

    assertThat(refused.code().number()).isEqualTo(35);
    assertThat(refused.details()).startsWith("customizations.installation_device: is needed");
  }

  @ParameterizedTest
  @CsvSource({
    "debian-13, US/Eastern, true",
    "debian-13, Europe/Kiev, true",
    "debian-13, right/Europe/Berlin, true",
    "debian-13, Europe/Berlin, false",
    "debian-13, UTC, false",
    "debian-12, US/Eastern, false",
  })
  void an_old_name_of_a_time_zone_brings_its_package(
      String distribution, String zone, boolean brings) {
    String jobs =
        plan(
            distribution,
            "guest-image",
            "customizations",
            "{\"timezone\": {\"timezone\": \"" + zone + "\"}}");

    assertThat(jobs.contains("tzdata-legacy")).isEqualTo(brings);
  }

  private static String plan(String distribution, String type, String form, String recipe) {
    String ostree =
        type.startsWith("edge-installer")
            ? ", \"ostree\": {\"url\": \"https://example.com/repo\"}"
            : "";
    String request =
        """
        {"distribution": "%s", "%s": %s,
         "image_request": {"architecture": "x86_64", "image_type": "%s", "repositories": [],
           "upload_options": {"region": "eu-west-1"}%s}}
        """
            .formatted(distribution, form, recipe, type, ostree);
    return PLANNER
        .plan(
            RequestMapper.read(CHECK.accepted(ComposeRequests.of(request).tree())),
            new Draft(UUID::randomUUID, 1, Instant.EPOCH, false))
        .toString();
  }
}
