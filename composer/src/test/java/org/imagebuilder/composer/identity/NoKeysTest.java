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
import jakarta.inject.Inject;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.identity.TestDoors.Answer;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The issuer was never reached; agents find the worker API below another path. */
@QuarkusTest
@TestProfile(NoKeysTest.Profile.class)
@QuarkusTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init")
class NoKeysTest {
  private static final String CLOUD = "/api/image-builder-composer/v2";
  private static final String WORKER = "/api/worker/v1";

  @Inject WorkerListener listener;
  @TestHTTPResource URI main;

  TestIssuer away;

  public static final class Profile implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(Issuer.class));
    }

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("composer.worker-api.base-path", WORKER);
    }
  }

  /** One that answers nobody. */
  public static final class Issuer implements QuarkusTestResourceLifecycleManager {
    private final TestIssuer away = new TestIssuer("first");

    @Override
    public Map<String, String> start() {
      away.goAway();
      Map<String, String> keys = new HashMap<>();
      for (Door door : Door.values()) {
        keys.put(door.key("enabled"), "true");
        keys.put(door.key("key-urls"), away.url());
        keys.put(door.key("allow-plain-http"), "true");
        keys.put(door.key("tenant-claims"), "rh-org-id");
      }
      return keys;
    }

    @Override
    public void inject(TestInjector injector) {
      injector.injectIntoFields(away, field -> field.getName().equals("away"));
    }

    @Override
    public void stop() {
      away.close();
    }
  }

  @Test
  void no_key_at_all_is_not_the_callers_fault() {
    String token = away.token(Map.of("rh-org-id", "1"));

    Answer cloud = ask("GET", cloud("/distributions"), token, "");
    Answer worker = ask("GET", worker("/status"), token, "");

    assertThat(List.of(cloud.status(), worker.status())).containsOnly(503);
    assertThat(cloud.text("id")).isEqualTo("1026");
    assertThat(worker.text("id")).isEqualTo("24");
    assertThat(List.of(cloud, worker))
        .allMatch(answer -> answer.whole().headers().firstValue("Retry-After").isPresent());
  }

  @Test
  void what_no_key_could_verify_is_refused_all_the_same() {
    assertThat(ask("GET", cloud("/distributions"), "x.y", "").status()).isEqualTo(401);
    assertThat(ask("GET", worker("/status"), NOBODY, "").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/openapi", "/openapi.json", "/openapi.yaml"})
  void the_document_is_open_below_another_base_path(String path) {
    assertThat(ask("GET", worker(path), NOBODY, "").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/errors", "/status", "/openapi/x"})
  void nothing_else_is_open_below_another_base_path(String path) {
    assertThat(ask("GET", worker(path), NOBODY, "").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/openapi", "/openapi.json", "/status"})
  void the_contracts_own_base_path_opens_nothing_then(String path) {
    URI usual = URI.create(listener.origin() + "/api/image-builder-worker/v1" + path);

    assertThat(ask("GET", usual, NOBODY, "").status()).isEqualTo(401);
  }

  private URI cloud(String path) {
    return main.resolve(CLOUD + path);
  }

  private URI worker(String path) {
    return URI.create(listener.origin() + WORKER + path);
  }
}
