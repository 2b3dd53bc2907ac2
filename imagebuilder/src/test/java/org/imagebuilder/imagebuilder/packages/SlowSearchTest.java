package org.imagebuilder.imagebuilder.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.Examples;
import org.imagebuilder.imagebuilder.doubles.FakeComposer;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers without patience, and answers that are never fresh. */
@QuarkusTest
@TestProfile(SlowSearchTest.Impatient.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class SlowSearchTest {
  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  private final ApiCaller user = ApiCaller.of("slow-search-test");

  /** Waits a second, and asks again whatever is known. */
  public static final class Impatient implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "imagebuilder.packages.patience", "1s",
          "imagebuilder.packages.fresh", "0s",
          "imagebuilder.composer.details-fresh", "0s");
    }
  }

  @BeforeEach
  void calm() {
    composer.reset();
  }

  @AfterEach
  void open() {
    composer.catalog().open();
  }

  @Test
  void who_cannot_wait_is_told_to_ask_again_and_finds_the_answer() {
    composer.catalog().has("late-package", "");
    composer.catalog().close();

    Answer first = search("late");
    Answer second = search("late");
    composer.catalog().open();

    assertThat(first.status()).isEqualTo(503);
    assertThat(first.detail())
        .isEqualTo(
            "The package search takes longer than 1 seconds and goes on; ask again to see what it finds");
    assertThat(first.response().headers().firstValue("Retry-After")).hasValue("5");
    assertThat(second.status()).isEqualTo(503);
    assertThat(composer.catalog().searches()).hasSize(1);
    await().until(() -> search("late").status() == 200);
    assertThat(search("late").json().at("/meta/count").asInt()).isEqualTo(1);
  }

  @Test
  void one_organisation_does_not_keep_others_from_searching() {
    composer.catalog().close();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 12; i++) {
        String word = "greedy-" + i;
        var unused = callers.submit(() -> search(word));
      }
    }

    ApiCaller.of("patient").get(query("modest"));

    assertThat(composer.catalog().searches())
        .extracting(each -> each.at("/packages/0").asText())
        .contains("*modest*")
        .hasSize(5);
  }

  @Test
  void an_old_answer_is_given_while_a_new_one_is_looked_for() {
    composer.catalog().has("stale-1", "");
    search("stale");
    composer.catalog().has("stale-2", "");
    composer.catalog().close();

    Answer meanwhile = search("stale");
    composer.catalog().open();

    assertThat(meanwhile.json().at("/meta/count").asInt()).isEqualTo(1);
    await().until(() -> search("stale").json().at("/meta/count").asInt() == 2);
  }

  @Test
  void details_are_asked_for_again_under_their_tag() {
    user.get("/distributions/centos-9");
    user.get("/distributions/centos-9");
    await().until(() -> composer.catalog().asked().size() == 2);

    Answer third = user.get("/distributions/centos-9");

    assertThat(composer.catalog().asked().getFirst().tag()).isNull();
    assertThat(composer.catalog().asked().get(1).tag()).isNotNull();
    assertThat(third.json()).isEqualTo(Examples.read("get-distribution.200.json"));
  }

  private Answer search(String text) {
    return user.get(query(text));
  }

  private static String query(String text) {
    return "/packages?distribution=centos-10&architecture=x86_64&search=" + text;
  }
}
