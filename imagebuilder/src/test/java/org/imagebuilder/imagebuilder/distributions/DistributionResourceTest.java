package org.imagebuilder.imagebuilder.distributions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.Examples;
import org.imagebuilder.imagebuilder.doubles.FakeComposer;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class DistributionResourceTest {
  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  private final ApiCaller user = ApiCaller.of("distributions-test");
  private final ApiCaller unentitled =
      ApiCaller.withIdentity(
          """
          {"identity":{"type":"User","org_id":"1","internal":{"org_id":"1"}},
           "entitlements":{"rhel":{"is_entitled":false}}}
          """);

  @BeforeEach
  void calm() {
    composer.reset();
  }

  @Test
  void details_are_composers_without_what_is_its_own() {
    Answer answer = user.get("/distributions/centos-9?image_type=" + unique());

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json()).isEqualTo(Examples.read("get-distribution.200.json"));
  }

  @Test
  void details_are_asked_for_under_the_name_as_it_was_given() {
    String type = unique();

    user.get("/distributions/rhel-9?image_type=" + type + "&image_type=a&architecture=aarch64");

    assertThat(composer.catalog().asked().getFirst().path()).endsWith("/distributions/rhel-9");
    assertThat(composer.catalog().asked().getFirst().query())
        .contains("image_type=" + type, "image_type=a", "architecture=aarch64");
  }

  @Test
  void details_are_not_asked_for_again_within_a_minute() {
    String query = "?image_type=" + unique();
    Answer first = user.get("/distributions/centos-9" + query);
    composer.catalog().answer(500, "{}");

    Answer second = user.get("/distributions/centos-9" + query);

    assertThat(second.text()).isEqualTo(first.text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404|{\"id\":\"4\"}|404|{\"id\":\"4\"}",
        "400|{\"id\":\"30\",\"details\":\"image_type: is empty\"}|400|image_type: is empty",
        "500|{\"id\":\"10001\"}|500|Failed to get distribution details (code 500): {\"id\":\"10001\"}",
        "502|<html>|500|Failed to get distribution details (code 502): <html>",
        "200|<html>|500|Failed to decode distribution details",
        "200|{}|500|Failed to decode distribution details",
        "200|[]|500|Failed to decode distribution details",
      })
  void what_composer_does_not_tell_is_told_as_documented(
      int status, String body, int expected, String detail) {
    composer.catalog().answer(status, body);

    Answer answer = user.get("/distributions/centos-9?architecture=" + unique());

    assertThat(answer.status()).isEqualTo(expected);
    assertThat(answer.detail()).isEqualTo(detail);
  }

  @ParameterizedTest
  @CsvSource({"centos-7", "rhel-9.6-nightly", "rhel-10.0-nightly"})
  void details_of_what_is_not_there_are_not_found(String name) {
    Answer answer = user.get("/distributions/" + name);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.detail()).isEqualTo("distribution '" + name + "' not found");
  }

  @Test
  void details_need_the_entitlement_and_not_the_allow_list() {
    Answer hidden = unentitled.get("/distributions/rhel-9.8");
    Answer restricted = user.get("/distributions/fedora-43");

    assertThat(hidden.status()).isEqualTo(404);
    assertThat(restricted.status()).isEqualTo(200);
  }

  @Test
  void containers_have_no_details() {
    Answer answer = user.get("/distributions/hummingbird");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.detail())
        .isEqualTo("distribution details are only available for package mode distributions");
  }

  @Test
  void what_is_made_of_containers_alone_has_no_lists() {
    assertThat(user.get("/architectures/hummingbird").text())
        .isEqualTo("[{\"arch\":\"x86_64\",\"image_types\":null,\"repositories\":null}]");
  }

  @Test
  void without_an_entitlement_rhel_is_not_there() {
    assertThat(unentitled.get("/distributions").json().findValuesAsText("name"))
        .containsExactlyInAnyOrder(
            "centos-9", "centos-10", "debian-12", "debian-13", "hummingbird");
    assertThat(unentitled.get("/architectures/rhel-9").detail())
        .isEqualTo("distribution not available");
  }

  @Test
  void containers_are_listed_to_everybody() {
    JsonNode all = unentitled.get("/distributions?kind=bootc").json();

    assertThat(all).hasSize(16);
    assertThat(all.findValuesAsText("distro").stream().distinct())
        .containsExactlyInAnyOrder("rhel-10", "rhel-10.1", "rhel-10.2", "hummingbird");
    assertThat(all.findValuesAsText("arch").stream().distinct()).containsExactly("x86_64");
  }

  @Test
  void containers_are_listed_in_the_order_of_distributions() {
    List<String> all = user.get("/distributions").json().findValuesAsText("name");

    List<String> containers =
        user.get("/distributions?kind=bootc").json().findValuesAsText("distro");

    assertThat(containers).isSortedAccordingTo(Comparator.comparing(all::indexOf));
  }

  @ParameterizedTest
  @CsvSource({
    "distro=rhel-10, 5",
    "distro=rhel, 0",
    "type=guest-image, 4",
    "type=guest-image&distro=hummingbird, 1",
    "type=bootable-container-iso&arch=x86_64, 3",
    "arch=aarch64, 0",
  })
  void containers_are_filtered_exactly(String query, int expected) {
    assertThat(user.get("/distributions?kind=bootc&" + query).json()).hasSize(expected);
  }

  @Test
  void filters_say_nothing_of_what_is_made_of_packages() {
    assertThat(user.get("/distributions?distro=none&arch=none&type=none").text())
        .isEqualTo(user.get("/distributions").text());
  }

  @ParameterizedTest
  @CsvSource({"rhel-9.6-nightly", "rhel-10.0-nightly"})
  void a_name_alone_makes_no_distribution(String name) {
    Answer answer = user.get("/architectures/" + name);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.detail()).isEqualTo("distribution not available");
  }

  @Test
  void what_is_restricted_is_refused_by_its_own_name() {
    Answer answer = user.get("/architectures/rhel-10.1-nightly");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.detail())
        .isEqualTo(
            "This account's organization is not authorized to build rhel-10.1-nightly images");
  }

  @Test
  void members_that_composer_does_not_fill_are_left_out() {
    ObjectNode said = Examples.composer("get-distribution.200.json");
    ObjectNode type = (ObjectNode) said.at("/architectures/x86_64/image_types/qcow2");
    type.putNull("aliases").putNull("iso_label").put("of_its_own", 1);
    composer.catalog().details(said);

    JsonNode shown =
        user.get("/distributions/centos-9?image_type=" + unique())
            .json()
            .at("/architectures/x86_64/image_types/qcow2");

    assertThat(shown.has("aliases")).isFalse();
    assertThat(shown.has("iso_label")).isFalse();
    assertThat(shown.has("of_its_own")).isFalse();
    assertThat(shown.path("ostree_ref").isTextual()).isTrue();
  }

  /** What nobody has asked for before. */
  private static String unique() {
    return UUID.randomUUID().toString();
  }
}
