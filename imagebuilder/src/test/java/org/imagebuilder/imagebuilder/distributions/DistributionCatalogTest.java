package org.imagebuilder.imagebuilder.distributions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.imagebuilder.identity.Identity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistributionCatalogTest {
  @TempDir Path directory;

  @Test
  void without_an_entitlement_there_is_no_rhel() {
    Identity caller = caller("1", false);

    assertThat(catalog(Map.of()).usable(caller))
        .containsKeys("centos-9", "debian-12", "debian-13", "hummingbird")
        .doesNotContainKeys("rhel-9", "rhel-10.1");
    assertThatThrownBy(() -> catalog(Map.of()).usable("rhel-9", caller))
        .hasMessageContaining("distribution not available");
  }

  @Test
  void an_alias_is_a_key_of_its_own() {
    Distribution distribution = catalog(Map.of()).usable("rhel-9", caller("1", true));

    assertThat(distribution.name()).isEqualTo("rhel-9.8");
  }

  @Test
  void a_restricted_distribution_is_hidden_and_refused() {
    assertThat(catalog(Map.of()).usable(caller("1", true))).doesNotContainKey("fedora-43");
    assertThatThrownBy(() -> catalog(Map.of()).usable("fedora-43", caller("1", true)))
        .hasMessageContaining(
            "This account's organization is not authorized to build fedora-43 images");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"1\":[\"fedora-*\"]}|1|true",
        "{\"1\":[\"fedora-*\"]}|2|false",
        "{\"*\":[\"43$\"]}|2|true",
        "{\"1\":[\"^43\"],\"*\":[]}|1|false",
        "{}|1|false",
      })
  void the_allow_list_opens_what_is_restricted(String list, String organisation, boolean open)
      throws IOException {
    Path file = Files.writeString(directory.resolve("allow.json"), list);
    DistributionCatalog catalog =
        catalog(Map.of("imagebuilder.distributions.allow-file", file.toString()));

    assertThat(catalog.usable(caller(organisation, true)).containsKey("fedora-43")).isEqualTo(open);
  }

  @Test
  void an_allow_list_that_cannot_be_read_stops_the_start() {
    Map<String, String> settings =
        Map.of("imagebuilder.distributions.allow-file", directory.resolve("none").toString());

    assertThatThrownBy(() -> catalog(settings)).hasMessageContaining("the allow list");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"1\":[\"fedora-(\"]}|'fedora-(', which stands for 1, is no regular expression: Unclosed group",
        "{\"1\":\"fedora\"}|what stands for 1 is no list of regular expressions",
        "[]|it is no JSON object",
        "{|Unexpected end-of-input",
      })
  void an_allow_list_that_means_nothing_stops_the_start(String list, String why)
      throws IOException {
    Path file = Files.writeString(directory.resolve("allow.json"), list);
    Map<String, String> settings = Map.of("imagebuilder.distributions.allow-file", file.toString());

    assertThatThrownBy(() -> catalog(settings))
        .hasMessageContaining("the allow list " + file + " cannot be used: ")
        .hasMessageContaining(why);
  }

  @Test
  void debians_mirror_is_shown_where_it_is_known() {
    DistributionCatalog without = catalog(Map.of());
    DistributionCatalog with =
        catalog(Map.of("imagebuilder.distributions.debian-mirror", "http://mirror.example/debian"));
    Identity caller = caller("1", false);

    assertThat(repositories(without.usable("debian-13", caller))).isZero();
    assertThat(repositories(with.usable("debian-13", caller))).isEqualTo(1);
    assertThat(with.usable("debian-12", caller).architecture("x86_64").orElseThrow().imageTypes())
        .containsExactly("guest-image", "raw", "tar", "container");
  }

  @Test
  void containers_are_built_from_listed_ones_only() {
    DistributionCatalog catalog = catalog(Map.of());
    BootcImage installer =
        catalog.usable("rhel-10", caller("1", true)).bootc().stream()
            .filter(image -> image.type().equals("bootable-container-iso"))
            .findFirst()
            .orElseThrow();

    catalog.checkBootc(
        installer.reference(),
        Optional.of(installer.isoPayloadReferences().getFirst()),
        caller("1", true));
    assertThatThrownBy(
            () -> catalog.checkBootc("quay.example/x", Optional.empty(), caller("1", true)))
        .hasMessageContaining("bootc reference 'quay.example/x' not found");
    assertThatThrownBy(
            () -> catalog.checkBootc(installer.reference(), Optional.of("y"), caller("1", true)))
        .hasMessageContaining("iso payload reference 'y' not in its allowed list");
    assertThatThrownBy(
            () -> catalog.checkBootc(installer.reference(), Optional.empty(), caller("1", false)))
        .hasMessageContaining("not found");
  }

  private static int repositories(Distribution distribution) {
    return distribution.architecture("x86_64").orElseThrow().repositories().size();
  }

  private static Identity caller(String organisation, boolean entitled) {
    return new Identity(organisation, "", "User", "", "", entitled, "");
  }

  private static DistributionCatalog catalog(Map<String, String> settings) {
    return new DistributionCatalog(
        new SmallRyeConfigBuilder()
            .withMapping(DistributionsConfig.class)
            .withSources(new PropertiesConfigSource(settings, "test", 500))
            .build()
            .getConfigMapping(DistributionsConfig.class));
  }
}
