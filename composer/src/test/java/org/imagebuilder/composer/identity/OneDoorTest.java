package org.imagebuilder.composer.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.imagebuilder.composer.identity.TestDoors.NOBODY;
import static org.imagebuilder.composer.identity.TestDoors.ask;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Tuple;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.identity.TestDoors.Answer;
import org.imagebuilder.composer.listeners.AgentsDoor;
import org.junit.jupiter.api.Test;

/** Tokens at the cloud API only, of two issuers with the same key id, and claims kept apart. */
@QuarkusTest
@TestProfile(OneDoorTest.Profile.class)
@QuarkusTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init")
class OneDoorTest {
  private static final String CLOUD = "/api/image-builder-composer/v2";
  private static final String WORKER = "/api/image-builder-worker/v1";
  private static final String COMPOSE =
      """
      {"distribution": "debian-13",
       "image_request": {"architecture": "x86_64", "image_type": "guest-image",
         "repositories": [], "upload_options": {"region": "eu-west-1"}}}
      """;

  AgentsDoor agents;
  Database database;
  @TestHTTPResource URI main;

  TestIssuer one;
  TestIssuer other;

  public static final class Profile implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(
          new TestResourceEntry(Issuers.class), new TestResourceEntry(AgentsDoor.Resource.class));
    }

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("composer.workers.poll-time", "1s");
    }
  }

  /** Two that know nothing of each other. */
  public static final class Issuers implements QuarkusTestResourceLifecycleManager {
    private final TestIssuer one = new TestIssuer(TestIssuer.newKey("same"));
    private final TestIssuer other = new TestIssuer(TestIssuer.newKey("same"));

    @Override
    public Map<String, String> start() {
      return Map.of(
          "composer.identity.cloud-api.enabled", "true",
          "composer.identity.cloud-api.key-urls", one.url() + "," + other.url(),
          "composer.identity.cloud-api.allow-plain-http", "true",
          "composer.identity.cloud-api.tenant-claims", "rh-org-id,account_id",
          "composer.identity.cloud-api.separate-tenant-claims", "true");
    }

    @Override
    public void inject(TestInjector injector) {
      injector.injectIntoFields(one, field -> field.getName().equals("one"));
      injector.injectIntoFields(other, field -> field.getName().equals("other"));
    }

    @Override
    public void stop() {
      one.close();
      other.close();
    }
  }

  @Test
  void tokens_of_both_issuers_are_good_though_their_keys_have_one_id() {
    Answer ofOne = read("/distributions", one.token(Map.of("rh-org-id", "1")));
    Answer ofOther = read("/distributions", other.token(Map.of("rh-org-id", "1")));

    assertThat(ofOne.status()).isEqualTo(200);
    assertThat(ofOther.status()).isEqualTo(200);
  }

  @Test
  void a_strangers_key_of_the_same_id_is_not_good() {
    String token =
        TestIssuer.sign(TestIssuer.claims(Map.of("rh-org-id", "1")), TestIssuer.newKey("same"));

    Answer refused = read("/distributions", token);

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.text("reason")).isEqualTo("Signature of bearer token isn't valid");
  }

  @Test
  void two_claims_with_the_same_value_do_not_share_a_channel() {
    String organisation = one.token(Map.of("rh-org-id", "9"));
    String account = one.token(Map.of("account_id", "9"));
    String id = composeOf(organisation);

    Answer foreign = read("/composes/" + id, account);

    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.text("id")).isEqualTo("15");
    assertThat(read("/composes/" + id, organisation).status()).isEqualTo(200);
    assertThat(channel(id)).isEqualTo("org-rh-org-id=9");
    assertThat(channel(composeOf(account))).isEqualTo("org-account_id=9");
  }

  @Test
  void a_door_that_does_not_ask_lets_everybody_in() {
    assertThat(read("/distributions", NOBODY).status()).isEqualTo(401);
    assertThat(ask("GET", worker("/status"), NOBODY, "").status()).isEqualTo(200);
  }

  @Test
  void agents_without_a_tenant_do_not_get_the_jobs_of_one() {
    composeOf(one.token(Map.of("rh-org-id", "8")));

    Answer poll =
        ask(
            "POST",
            worker("/jobs"),
            NOBODY,
            "{\"types\":[\"debian-manifest\"],\"arch\":\"x86_64\"}");

    assertThat(poll.status()).isEqualTo(204);
  }

  private String composeOf(String token) {
    Answer accepted = ask("POST", cloud("/compose"), token, COMPOSE);
    assertThat(accepted.status()).as(accepted.whole().body()).isEqualTo(201);
    return accepted.text("id");
  }

  private String channel(String compose) {
    return database
        .run("select channel as it from composes where id = '" + compose + "'", Tuple.tuple())
        .map(rows -> rows.iterator().next().getString("it"))
        .await()
        .atMost(Duration.ofSeconds(10));
  }

  private Answer read(String path, String token) {
    return ask("GET", cloud(path), token, "");
  }

  private URI cloud(String path) {
    return main.resolve(CLOUD + path);
  }

  private URI worker(String path) {
    return URI.create(agents.origin() + WORKER + path);
  }
}
