package org.imagebuilder.imagebuilder.composes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.DatabaseAddress;
import org.imagebuilder.imagebuilder.doubles.Examples;
import org.imagebuilder.imagebuilder.doubles.FakeComposer;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.imagebuilder.imagebuilder.doubles.PostgresServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(QuotaTest.WithQuota.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class QuotaTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  @DatabaseAddress String address;

  private final String organisation = "org-" + UUID.randomUUID();
  private final ApiCaller user = ApiCaller.of(organisation);

  /** Three composes in two weeks for everybody, and none at all for one. */
  public static final class WithQuota implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      try {
        Path file = Files.createTempFile("quota", ".json");
        Files.writeString(
            file,
            """
            {"default":{"quota":3,"slidingWindow":1209600000000000},
             "org-without":{"quota":0,"slidingWindow":1209600000000000},
             "org-unlimited":{"quota":0,"slidingWindow":0}}
            """);
        file.toFile().deleteOnExit();
        return Map.of("imagebuilder.composes.quota-file", file.toString());
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  @BeforeEach
  void calm() {
    composer.reset();
  }

  @Test
  void requests_that_come_together_do_not_slip_past() throws Exception {
    List<Callable<Answer>> requests = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      requests.add(this::compose);
    }

    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Answer> answer : callers.invokeAll(requests)) {
        statuses.add(status(answer));
      }
    }

    assertThat(statuses).containsOnly(201, 403);
    assertThat(statuses.stream().filter(status -> status == 201)).hasSize(3);
    assertThat(composer.posted()).hasSize(3);
  }

  @Test
  void the_refusal_names_quota_and_window_and_comes_before_what_is_wrong_otherwise() {
    ApiCaller without = ApiCaller.of("org-without");
    var request = Examples.read("compose.request.debian-13.json");
    request.remove("distribution");

    Answer answer = without.compose(request);

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.detail()).isEqualTo("Quota of 0 builds per 14 days exceeded for user");
  }

  @Test
  void deleted_composes_count_and_old_ones_do_not() {
    for (int i = 0; i < 3; i++) {
      compose();
    }
    change("deleted = true");
    assertThat(compose().status()).isEqualTo(403);
    change("created_at = created_at - interval '15 days'");

    assertThat(compose().status()).isEqualTo(201);
  }

  @Test
  void the_images_of_a_blueprint_need_quota_for_all_of_them() {
    String blueprint = blueprint();
    assertThat(compose().status()).isEqualTo(201);

    assertThat(images(blueprint).status()).isEqualTo(201);

    Answer refused = images(blueprint);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.detail()).isEqualTo("Quota of 3 builds per 14 days exceeded for user");
    assertThat(composer.posted()).hasSize(3);
  }

  @Test
  void blueprints_at_the_same_time_never_exceed_it() throws Exception {
    String blueprint = blueprint();
    List<Callable<Answer>> requests = java.util.Collections.nCopies(6, () -> images(blueprint));
    List<Integer> statuses = new ArrayList<>();

    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Answer> answer : callers.invokeAll(requests)) {
        statuses.add(status(answer));
      }
    }

    assertThat(statuses.stream().filter(status -> status == 201)).hasSize(1);
    assertThat(statuses).containsOnly(201, 403);
    assertThat(composer.posted()).hasSize(2);
  }

  private String blueprint() {
    Answer created = user.post("/blueprints", Examples.read("create-blueprint.request.json"));
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    return "/blueprints/" + created.json().path("id").asText() + "/compose";
  }

  private Answer images(String path) {
    return user.post(path, JSON.createObjectNode());
  }

  @Test
  void what_composer_refused_does_not_count() {
    composer.refuse(400, "{\"id\":\"35\",\"reason\":\"no\"}");
    for (int i = 0; i < 5; i++) {
      assertThat(compose().status()).isEqualTo(400);
    }
    composer.reset();

    assertThat(compose().status()).isEqualTo(201);
  }

  @Test
  void a_window_of_no_length_blocks_nobody() {
    Answer answer =
        ApiCaller.of("org-unlimited").compose(Examples.read("compose.request.debian-13.json"));

    assertThat(answer.status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"default\":{\"quota\":1}}", "[]"})
  void a_file_without_a_usable_entry_is_a_fault(String file) throws JsonProcessingException {
    var quotas = JSON.readTree(file);

    assertThatThrownBy(() -> Quota.entry(quotas, "1")).hasMessageContaining("INTERNAL");
  }

  private Answer compose() {
    return user.compose(Examples.read("compose.request.debian-13.json"));
  }

  private void change(String what) {
    new PostgresServer.Database(java.net.URI.create(address))
        .execute("UPDATE composes SET " + what + " WHERE org_id = '" + organisation + "'");
  }

  private static int status(Future<Answer> answer) throws InterruptedException, ExecutionException {
    return answer.get().status();
  }
}
