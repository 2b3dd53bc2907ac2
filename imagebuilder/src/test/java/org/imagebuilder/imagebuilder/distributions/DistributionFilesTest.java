package org.imagebuilder.imagebuilder.distributions;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data files that an operator adds to those in the program. */
class DistributionFilesTest {
  private static final String NIGHTLY =
      """
      {"name": "%s", "description": "Tonight", "composer_name": "rhel-9.8", "restricted": true,
       "architectures": {"x86_64": {"image_types": ["guest-image"],
         "repositories": [{"id": "baseos", "baseurl": "https://nightly.example.com/baseos", %s}]}}}
      """;

  @TempDir Path directory;

  @Test
  void a_file_takes_the_place_of_the_one_with_the_same_name() throws IOException {
    add(NIGHTLY.formatted("rhel-9.8-nightly", "\"keys\": [\"redhat-release-2\"]"));

    Map<String, Distribution> found = DistributionFiles.read(directory);

    Architecture architecture =
        requireNonNull(found.get("rhel-9.8-nightly")).architecture("x86_64").orElseThrow();
    assertThat(architecture.withoutAddress()).isEmpty();
    assertThat(architecture.common()).hasSize(1);
    assertThat(architecture.common().getFirst().gpgKey()).startsWith("-----BEGIN PGP");
    assertThat(found).hasSize(DistributionFiles.read().size());
  }

  @Test
  void a_file_adds_what_the_api_knows_and_nobody_ships() throws IOException {
    add(NIGHTLY.formatted("rhel-10.0-nightly", "\"gpgkey\": \"text\", \"check_gpg\": true"));

    assertThat(DistributionFiles.read(directory)).containsKey("rhel-10.0-nightly");
  }

  @Test
  void an_alias_leads_to_what_took_the_place() throws IOException {
    add(NIGHTLY.formatted("rhel-9.8", "\"rhsm\": true"));

    Map<String, Distribution> found = DistributionFiles.read(directory);

    assertThat(requireNonNull(found.get("rhel-9")).description()).isEqualTo("Tonight");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{|is no JSON",
        "[]|it is no JSON object",
        "{\"description\":\"x\"}|the distribution lacks name",
        "{\"name\":\"rhel-9.8\"}|rhel-9.8 lacks description",
        "{\"name\":\"rhel-9.8\",\"description\":\"x\",\"restricted\":\"yes\"}|restricted has to be true or false",
        "{\"name\":\"rhel-9.8\",\"description\":\"x\",\"aliases\":\"y\"}|aliases has to be a list",
        "{\"name\":\"rhel-9.8\",\"description\":\"x\",\"architectures\":[]}|architectures has to be an object",
        "{\"name\":\"rhel-9.8\",\"description\":\"x\",\"architectures\":{\"x86_64\":{\"image_types\":[1]}}}|image_types holds something else than texts: 1",
        "{\"name\":\"rhel-9.8\",\"description\":\"x\",\"architectures\":{\"x86_64\":{\"repositories\":[{}]}}}|a repository of x86_64 lacks id",
        "{\"name\":\"rhel-9.8\",\"description\":\"x\",\"architectures\":{\"x86_64\":{\"repositories\":[{\"id\":\"a\",\"baseurl\":\"b\",\"metalink\":\"c\"}]}}}|repository a needs exactly one of baseurl and metalink",
        "{\"name\":\"rhel-9.8\",\"description\":\"x\",\"architectures\":{\"x86_64\":{\"repositories\":[{\"id\":\"a\",\"baseurl\":\"b\",\"check_gpg\":true}]}}}|repository a has check_gpg, so it needs gpgkey or keys",
        "{\"name\":\"rhel-9.8\",\"description\":\"x\",\"architectures\":{\"x86_64\":{\"repositories\":[{\"id\":\"a\",\"baseurl\":\"b\",\"keys\":[\"z\"]}]}}}|there is no key z",
        "{\"name\":\"rhel-11\",\"description\":\"x\"}|the API knows no distribution with the name rhel-11",
        "{\"name\":\"rhel-9.8\",\"description\":\"x\",\"aliases\":[\"rhel-11\"]}|the API knows no distribution with the name rhel-11",
      })
  void a_file_that_is_wrong_stops_the_start(String text, String why) throws IOException {
    Path file = add(text);

    assertThatThrownBy(() -> DistributionFiles.read(directory))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the distribution file " + file)
        .hasMessageContaining(why);
  }

  @Test
  void a_directory_without_files_stops_the_start() {
    assertThatThrownBy(() -> DistributionFiles.read(directory))
        .hasMessageContaining("has no file that ends in .json");
  }

  @Test
  void a_directory_that_is_none_stops_the_start() {
    assertThatThrownBy(() -> DistributionFiles.read(directory.resolve("none")))
        .hasMessageContaining("the directory of distributions")
        .hasMessageContaining("cannot be read");
  }

  private Path add(String text) throws IOException {
    return Files.writeString(directory.resolve("mine.json"), text);
  }
}
