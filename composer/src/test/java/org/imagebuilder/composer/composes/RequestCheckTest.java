package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.imagebuilder.composer.errors.ApiException;
import org.imagebuilder.composer.errors.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests pass only as the contract allows them, and get the contract's defaults. */
class RequestCheckTest {
  private static final RequestCheck CHECK = new RequestCheck(Contract.load());
  private static final Path EXAMPLES =
      Path.of(System.getProperty("contracts", "../src/main/openapi"), "examples", "composer");

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("post-compose.request."))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void every_example_of_the_contract_passes(Path example) throws IOException {
    ObjectNode request = (ObjectNode) ComposeRequests.tree(Files.readString(example));

    ObjectNode accepted = CHECK.accepted(request);

    assertThat(accepted.at("/image_request/size").asLong(-1) >= 0 || accepted.has("image_requests"))
        .isTrue();
  }

  @Test
  void defaults_are_written_into_what_is_there() {
    ObjectNode request =
        ComposeRequests.aCentosCompose()
            .with("image_request.repositories", "[{\"baseurl\": \"http://r.example.com\"}]")
            .with("customizations.files", "[{\"path\": \"/etc/a\"}]")
            .with("customizations.fips", "{}")
            .tree();

    ObjectNode accepted = CHECK.accepted(request);

    assertThat(accepted)
        .isEqualTo(
            ComposeRequests.tree(
                """
                {"distribution": "centos-9",
                 "image_request": {"architecture": "x86_64", "image_type": "guest-image",
                   "repositories": [{"baseurl": "http://r.example.com", "rhsm": false,
                     "check_repo_gpg": false, "module_hotfixes": false}],
                   "upload_options": {"region": "eu-west-1", "public": false}, "size": 0},
                 "customizations": {"files": [{"path": "/etc/a", "ensure_parents": false}],
                   "fips": {"enabled": false}, "partitioning_mode": "auto-lvm"}}
                """));
  }

  @Test
  void of_several_forms_only_the_first_that_fits_gives_its_defaults() {
    ObjectNode request =
        ComposeRequests.aCentosCompose()
            .with(
                "image_request.upload_options",
                "{\"tenant_id\": \"a\", \"subscription_id\": \"b\", \"resource_group\": \"c\"}")
            .tree();

    JsonNode options = CHECK.accepted(request).at("/image_request/upload_options");

    assertThat(options)
        .isEqualTo(
            ComposeRequests.tree(
                """
                {"tenant_id": "a", "subscription_id": "b", "resource_group": "c",
                 "hyper_v_generation": "V1"}
                """));
  }

  @Test
  void the_request_that_was_given_is_left_as_it_is() {
    ObjectNode request = ComposeRequests.aDebianCompose().tree();
    ObjectNode before = request.deepCopy();

    CHECK.accepted(request);

    assertThat(request).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          colour                             | "red"           | colour
          image_request.colour               | "red"           | image_request.colour
          customizations.colour              | "red"           | customizations.colour
          image_request.architecture         | 7               | image_request.architecture
          image_request.image_type           | "floppy"        | image_request.image_type
          image_request.size                 | "large"         | image_request.size
          image_request.size                 | -1              | image_request.size
          image_request.repositories         | {}              | image_request.repositories
          image_request.upload_targets       | [{"type": "floppy", "upload_options": {}}] | upload_targets[0].type
          customizations.users               | [{"key": "k"}]  | customizations.users[0].name
          customizations.users               | [{"name": "a", "shoes": 9}] | users[0].shoes
          customizations.packages            | [1]             | customizations.packages[0]
          customizations.partitioning_mode   | "both"          | customizations.partitioning_mode
          customizations.hostname            | null            | customizations.hostname
          blueprint                          | {"name": "b", "colour": 1} | blueprint.colour
          """)
  void what_does_not_fit_is_refused_and_its_place_named(String path, String json, String named) {
    ObjectNode request = ComposeRequests.aCentosCompose().with(path, json).tree();

    ApiException refused = catchThrowableOfType(ApiException.class, () -> CHECK.accepted(request));

    assertThat(refused.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
    assertThat(refused.details()).contains(named);
  }

  @Test
  void a_missing_member_is_named() {
    ObjectNode request =
        ComposeRequests.aCentosCompose().without("image_request.architecture").tree();

    ApiException refused = catchThrowableOfType(ApiException.class, () -> CHECK.accepted(request));

    assertThat(refused.details()).isEqualTo("image_request.architecture: is needed");
  }

  @Test
  void blueprint_and_customizations_exclude_each_other() {
    ObjectNode request =
        ComposeRequests.aCentosCompose()
            .with("blueprint", "{\"name\": \"b\"}")
            .with("customizations", "{}")
            .tree();

    ApiException refused = catchThrowableOfType(ApiException.class, () -> CHECK.accepted(request));

    assertThat(refused.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
    assertThat(refused.details()).contains("blueprint or customizations");
  }
}
