package org.imagebuilder.imagebuilder.packages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Locale;
import java.util.UUID;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.FakeComposer;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class PackageResourceTest {
  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  private final ApiCaller user = ApiCaller.of("packages-test");

  /** A word that no other test looks for, so that its answer is on no shelf. */
  private final String word = "w" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeEach
  void calm() {
    composer.reset();
  }

  @Test
  void packages_are_found_by_a_part_of_their_names_and_sorted() {
    composer.catalog().has("lib" + word + "-devel", "Headers");
    composer.catalog().has(word, "The thing <itself>");
    composer.catalog().has(word.toUpperCase(Locale.ROOT), "Loud");
    composer.catalog().has("other", "Not this");

    Answer answer = search("centos-9", word, "&limit=10");

    String page =
        "/api/image-builder/v1.0/packages?search=%s&distribution=centos-9&architecture=x86_64&offset=0&limit=10"
            .formatted(word);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().at("/meta/count").asInt()).isEqualTo(2);
    assertThat(answer.json().at("/data").toString())
        .isEqualTo(
            "[{\"name\":\"lib%1$s-devel\",\"summary\":\"Headers\"},{\"name\":\"%1$s\",\"summary\":\"The thing <itself>\"}]"
                .formatted(word));
    assertThat(answer.json().at("/links/first").asText()).isEqualTo(page);
    assertThat(answer.json().at("/links/last").asText()).isEqualTo(page);
    assertThat(composer.violations()).isEmpty();
  }

  @Test
  void composer_is_asked_once_for_all_pages() {
    for (int i = 0; i < 25; i++) {
      composer.catalog().has("%s-%02d".formatted(word, i), "");
    }

    JsonNode first = search("centos-9", word, "&limit=10").json();
    JsonNode last = search("centos-9", word, "&limit=10&offset=20").json();
    JsonNode beyond = search("centos-9", word, "&limit=10&offset=99999999").json();

    assertThat(first.at("/meta/count").asInt()).isEqualTo(25);
    assertThat(first.at("/data")).hasSize(10);
    assertThat(first.at("/links/last").asText()).endsWith("&offset=20&limit=10");
    assertThat(last.at("/data").findValuesAsText("name"))
        .containsExactly(word + "-20", word + "-21", word + "-22", word + "-23", word + "-24");
    assertThat(beyond.at("/data").toString()).isEqualTo("[]");
    assertThat(composer.catalog().searches()).hasSize(1);
  }

  @Test
  void the_search_is_in_the_repositories_of_every_image() {
    search("rhel-9", word, "");

    ObjectNode question = composer.catalog().searches().getFirst();
    assertThat(question.path("distribution").asText()).isEqualTo("rhel-9.8");
    assertThat(question.path("packages").toString()).isEqualTo("[\"*" + word + "*\"]");
    assertThat(question.path("repositories").toString())
        .isEqualTo(
            "[{\"baseurl\":\"https://cdn.redhat.com/content/dist/rhel9/9/x86_64/baseos/os\",\"rhsm\":true},"
                + "{\"baseurl\":\"https://cdn.redhat.com/content/dist/rhel9/9/x86_64/appstream/os\",\"rhsm\":true}]");
  }

  @Test
  void an_alias_and_its_distribution_have_answers_in_common() {
    composer.catalog().has(word, "");
    search("rhel-9", word, "");

    Answer answer = search("rhel-9.8", word, "");

    assertThat(answer.json().at("/links/first").asText()).contains("&distribution=rhel-9.8&");
    assertThat(composer.catalog().searches()).hasSize(1);
  }

  @Test
  void a_list_may_be_long_and_not_without_bound() {
    composer.catalog().has(word, "x".repeat(15 << 20));
    Answer lengthy = search("centos-9", word, "");
    composer.catalog().has(word + "-b", "x".repeat(20 << 20));

    Answer answer = search("centos-10", word, "");

    assertThat(lengthy.status()).isEqualTo(200);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.detail())
        .isEqualTo("Packages cannot be searched now: composer does not answer");
  }

  @Test
  void debian_is_searched_where_the_builders_find_it() {
    composer.catalog().has(word, "");

    Answer answer = search("debian-13", word, "");

    assertThat(answer.json().at("/meta/count").asInt()).isEqualTo(1);
    assertThat(composer.catalog().searches().getFirst().has("repositories")).isFalse();
    assertThat(composer.violations()).isEmpty();
  }

  @Test
  void an_empty_search_stands_for_all() {
    composer.catalog().has(word, "");

    Answer answer = search("debian-12", "", "");

    assertThat(answer.json().at("/data").findValuesAsText("name")).contains(word);
    assertThat(composer.catalog().searches().getFirst().at("/packages/0").asText()).isEqualTo("*");
  }

  @ParameterizedTest
  @CsvSource({"%2A", "a%20b", "%3F", "%C3%A4", "%5Bab%5D", "a%0Ab"})
  void what_no_name_can_hold_finds_nothing_and_asks_nobody(String text) {
    Answer answer = search("centos-9", text, "");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().at("/data").toString()).isEqualTo("[]");
    assertThat(composer.catalog().searches()).isEmpty();
  }

  @Test
  void what_has_no_repositories_has_no_packages() {
    assertThat(search("hummingbird", word, "").json().at("/meta/count").asInt()).isZero();
    assertThat(composer.catalog().searches()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "503|{\"reason\":\"Away\",\"details\":\"none of the workers\"}|503|Packages cannot be searched now: Away: none of the workers",
        "429|{\"reason\":\"Too many\"}|503|Packages cannot be searched now: Too many",
        "500|{\"reason\":\"Failed\",\"details\":\"timed out\"}|500|Failed to search packages: Failed: timed out",
        "400|{\"reason\":\"Repository\",\"details\":\"cannot be read\"}|500|Failed to search packages: Repository: cannot be read",
        "502|<html>|500|Failed to search packages: composer answered 502",
        "200|<html>|500|Failed to search packages: composer's answer cannot be read",
        "200|{}|500|Failed to search packages: composer's answer cannot be read",
        "200|{\"packages\":{}}|500|Failed to search packages: composer's answer cannot be read",
      })
  void a_search_that_fails_says_why_and_is_tried_again(
      int status, String body, int expected, String detail) {
    composer.catalog().answer(status, body);

    Answer failed = search("centos-9", word, "");
    composer.reset();
    Answer next = search("centos-9", word, "");

    assertThat(failed.status()).isEqualTo(expected);
    assertThat(failed.detail()).isEqualTo(detail);
    assertThat(failed.response().headers().firstValue("Retry-After").isPresent())
        .isEqualTo(expected == 503);
    assertThat(next.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "debian-13, 400, search: ask for less",
    "centos-9, 500, Failed to search packages: No: ask for less"
  })
  void too_many_names_are_the_callers_mistake_and_a_repository_is_not(
      String distribution, int status, String detail) {
    composer.catalog().answer(400, "{\"id\":\"8\",\"reason\":\"No\",\"details\":\"ask for less\"}");

    Answer answer = search(distribution, word, "");

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.detail()).isEqualTo(detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "architecture=x86_64&search=a|400|parameter \"distribution\" in query has an error: value is required but missing",
        "distribution=centos-9&search=a|400|parameter \"architecture\" in query has an error: value is required but missing",
        "distribution=centos-9&architecture=x86_64|400|parameter \"search\" in query has an error: value is required but missing",
        "distribution=centos-7&architecture=x86_64&search=a|400|parameter \"distribution\" in query has an error: value is not one of the allowed values",
        "distribution=centos-9&architecture=riscv64&search=a|400|parameter \"architecture\" in query has an error: value is not one of the allowed values",
        "distribution=centos-9&architecture=x86_64&search=a&limit=101|400|parameter \"limit\" in query has an error: number must be at most 100",
        "distribution=centos-9&architecture=x86_64&search=a&limit=0|400|parameter \"limit\" in query has an error: number must be at least 1",
        "distribution=centos-9&architecture=x86_64&search=a&offset=x|400|parameter \"offset\" in query has an error: value x: an invalid integer: invalid syntax",
        "distribution=rhel-9.6-nightly&architecture=x86_64&search=a|400|distribution not available",
        "distribution=fedora-43&architecture=x86_64&search=a|403|This account's organization is not authorized to build fedora-43 images",
        "distribution=hummingbird&architecture=aarch64&search=a|400|Architecture not supported",
      })
  void what_cannot_be_looked_for_is_refused(String query, int status, String detail) {
    Answer answer = user.get("/packages?" + query);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.detail()).startsWith(detail);
    assertThat(composer.catalog().searches()).isEmpty();
  }

  @Test
  void packages_can_only_be_read() {
    Answer answer = user.post("/packages", "application/json", BodyPublishers.ofString("{}"));

    assertThat(answer.status()).isEqualTo(405);
  }

  private Answer search(String distribution, String text, String more) {
    return user.get(
        "/packages?distribution=%s&architecture=x86_64&search=%s%s"
            .formatted(distribution, text, more));
  }
}
