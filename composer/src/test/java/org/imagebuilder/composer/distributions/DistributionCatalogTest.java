package org.imagebuilder.composer.distributions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.imagebuilder.composer.targets.UploadType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The data files, and the names by which they are found. */
class DistributionCatalogTest {
  private static final DistributionCatalog CATALOG = new DistributionCatalog();

  static Set<String> families() {
    return CATALOG.families();
  }

  @ParameterizedTest
  @MethodSource("families")
  void every_family_has_a_file_with_image_types(String family) {
    assertThat(DataFiles.json(family).path("image_types").size()).isPositive();
    assertThat(DataFiles.json(family).path("family").asText()).isEqualTo(family);
  }

  @ParameterizedTest
  @MethodSource("families")
  void what_a_file_refers_to_is_there(String family) {
    var data = DataFiles.json(family);
    var customizations = DataFiles.json("customizations");

    for (var rows : data.path("image_types")) {
      for (var row : rows) {
        assertThat(customizations.has(row.path("customizations").asText())).isTrue();
        assertThat(row.path("exports").size()).isPositive();
        if (row.has("packages")) {
          assertThat(data.path("packages").has(row.path("packages").asText())).isTrue();
        }
      }
    }
    for (var repositories : data.path("repositories")) {
      for (var repository : repositories) {
        for (String key : DataFiles.texts(repository.path("gpgkey"))) {
          assertThat(DataFiles.key(key)).startsWith("-----BEGIN PGP PUBLIC KEY BLOCK-----");
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "centos-9, centos-9",
    "rhel-9, rhel-9.9",
    "rhel-8, rhel-8.10",
    "rhel-9.6, rhel-9.6",
    "rhel-910, rhel-9.10",
    "rhel-85, rhel-8.5",
    "rhel-9.09, rhel-9.9",
    "fedora-999, fedora-999",
    "debian-12, debian-12",
    "almalinux-10.1, almalinux-10.1",
    "ol-9.1, ol-9",
    "eln-42, eln-42",
  })
  void a_name_is_found_in_all_its_spellings(String name, String canonical) {
    assertThat(CATALOG.find(name).map(Distribution::name)).contains(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RHEL-9",
        "centos-stream-9",
        "almalinux-9",
        "rocky-9",
        "centos-7",
        "centos-11",
        "ol-8",
        "debian-11",
        "debian-14",
        "debian-13.1",
        "debian",
        "",
        "fedora",
        "fedora-9",
        "x-centos-9",
        "fedora-99999999999999999999"
      })
  void other_names_are_unknown(String name) {
    assertThat(CATALOG.find(name)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "centos-9, x86_64, guest-image, qcow2, disk.qcow2, qcow2",
    "centos-9, aarch64, aws, ami, image.raw, image",
    "fedora-43, x86_64, guest-image, generic-qcow2, disk.qcow2, qcow2",
    "rhel-9.6, x86_64, azure, vhd, disk.vhd, vpc",
    "debian-13, x86_64, guest-image, guest-image, disk.qcow2, image",
    "debian-12, x86_64, container, container, image.oci.tar, image",
  })
  void an_image_type_is_known_by_its_api_name(
      String distribution, String arch, String apiName, String name, String file, String export) {
    ImageType type =
        CATALOG.find(distribution).flatMap(found -> found.imageType(apiName, arch)).orElseThrow();

    assertThat(type.name()).isEqualTo(name);
    assertThat(type.filename()).isEqualTo(file);
    assertThat(type.export()).isEqualTo(export);
  }

  @ParameterizedTest
  @CsvSource({
    "centos-9, x86_64, raw",
    "centos-9, x86_64, tar",
    "centos-9, x86_64, container",
    "debian-13, x86_64, aws",
    "debian-13, aarch64, guest-image",
    "fedora-43, x86_64, aws-rhui",
    "rhel-10.1, x86_64, minimal-raw",
  })
  void what_is_not_offered_is_not_found(String distribution, String arch, String apiName) {
    assertThat(CATALOG.find(distribution).flatMap(found -> found.imageType(apiName, arch)))
        .isEmpty();
  }

  @Test
  void a_row_holds_for_its_versions_only() {
    assertThat(CATALOG.find("rhel-9.5").flatMap(d -> d.imageType("aws-cvm", "x86_64"))).isEmpty();
    assertThat(CATALOG.find("rhel-9.6").flatMap(d -> d.imageType("aws-cvm", "x86_64"))).isPresent();
  }

  @Test
  void repositories_are_those_of_the_name_as_it_was_spelt() {
    Distribution alias = CATALOG.find("rhel-9").orElseThrow();
    ImageType type = alias.imageType("guest-image", "x86_64").orElseThrow();

    assertThat(alias.repositories(type))
        .isNotEmpty()
        .allSatisfy(
            repository -> {
              assertThat(repository.rhsm()).isTrue();
              assertThat(repository.gpgkeys()).isNotEmpty();
            });
  }

  @Test
  void a_tagged_repository_serves_its_image_types_only() {
    Distribution distribution = CATALOG.find("centos-9").orElseThrow();
    ImageType gcp = distribution.imageType("gcp", "x86_64").orElseThrow();
    ImageType guest = distribution.imageType("guest-image", "x86_64").orElseThrow();

    assertThat(distribution.repositories(gcp))
        .hasSizeGreaterThan(distribution.repositories(guest).size());
  }

  @Test
  void gcp_images_go_to_gcp_and_nowhere_else() {
    ImageType type =
        CATALOG.find("centos-9").flatMap(d -> d.imageType("gcp", "x86_64")).orElseThrow();

    assertThat(type.defaultTarget()).isEqualTo(UploadType.GCP);
    assertThat(type.targets()).containsExactly(UploadType.GCP);
  }
}
