package org.imagebuilder.imagebuilder.contentsources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.ContentSourcesResource;
import org.imagebuilder.imagebuilder.doubles.FakeContentSources;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.imagebuilder.imagebuilder.doubles.ProvisioningResource;
import org.imagebuilder.imagebuilder.doubles.StandIn.Call;
import org.imagebuilder.imagebuilder.doubles.StandIn.Mood;
import org.imagebuilder.imagebuilder.identity.Identity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(ComposerResource.class)
@WithTestResource(ContentSourcesResource.class)
@WithTestResource(ProvisioningResource.class)
class ContentSourcesGatewayTest {
  private static final Identity CALLER =
      new Identity("org", "42", "User", "", "", true, "aGVhZGVy");
  private static final UUID TEMPLATE = UUID.fromString("d8a2f1a0-9d0e-4b0c-8b8e-2a86b1c5f3aa");

  @SuppressWarnings("NullAway.Init")
  FakeContentSources service;

  @Inject ContentSourcesGateway gateway;
  @Inject CircuitBreakerMaintenance breakers;

  @BeforeEach
  void calm() {
    service.reset();
    breakers.resetAll();
  }

  @Test
  void repositories_are_asked_for_in_the_callers_name_and_in_one_question() {
    service.repository(repository("1", "https://a.example"));

    get(gateway.byUrl(Origin.RED_HAT, List.of("https://a.example", "https://b.example"), CALLER));

    assertThat(service.server().calls()).hasSize(1);
    Call call = service.server().calls().getFirst();
    assertThat(call.identity()).isEqualTo("aGVhZGVy");
    assertThat(call.path()).isEqualTo("/repositories/");
    assertThat(call.parameters())
        .containsEntry("origin", "red_hat")
        .containsEntry("url", "https://a.example,https://b.example")
        .doesNotContainKey("uuid");
  }

  @Test
  void a_repository_is_read_whole() {
    service.repository(
        """
        {"uuid":"1","url":"https://a.example/","name":"A","origin":"external","snapshot":false,
         "gpg_key":"K","metadata_verification":true,"module_hotfixes":false,
         "latest_snapshot_url":"https://c.example/x","label":"a-rpms","more":1}
        """);

    List<KnownRepository> found = get(gateway.byId(Origin.CUSTOM, List.of("1"), CALLER));

    assertThat(found).hasSize(1);
    assertThat(found.getFirst().toString())
        .isEqualTo(
            "KnownRepository[id=1, url=https://a.example/, name=Optional[A], origin=external,"
                + " snapshotting=false, gpgKey=Optional[K], metadataVerification=Optional[true],"
                + " moduleHotfixes=Optional[false],"
                + " latestSnapshotUrl=Optional[https://c.example/x], label=Optional[a-rpms]]");
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "100, 1", "101, 2", "250, 3"})
  void all_pages_are_read(int repositories, int calls) {
    IntStream.range(0, repositories)
        .forEach(each -> service.repository(repository("id-" + each, "https://a.example")));

    List<KnownRepository> found =
        get(gateway.byUrl(Origin.RED_HAT, List.of("https://a.example"), CALLER));

    assertThat(found).hasSize(repositories);
    assertThat(service.server().calls()).hasSize(calls);
  }

  @Test
  void a_service_that_does_not_page_is_not_asked_for_ever() {
    String rows =
        String.join(
            ",", IntStream.range(0, 100).mapToObj(each -> repository("id-" + each, "u")).toList());
    service.server().refuse(200, "{\"data\":[" + rows + "]}");

    List<KnownRepository> found = get(gateway.byUrl(Origin.RED_HAT, List.of("u"), CALLER));

    assertThat(found).hasSize(100);
    assertThat(service.server().calls()).hasSize(2);
  }

  @Test
  void many_ids_are_asked_for_in_questions_that_fit_into_an_address() {
    List<String> ids =
        IntStream.range(0, 300).mapToObj(each -> UUID.randomUUID().toString()).toList();

    get(gateway.byId(Origin.CUSTOM, ids, CALLER));

    assertThat(service.server().calls()).hasSize(3);
    assertThat(
            service.server().calls().stream()
                .flatMap(call -> Stream.of(call.parameter("uuid").split(","))))
        .containsExactlyElementsOf(ids);
  }

  @Test
  void nothing_is_asked_about_nothing() {
    assertThat(get(gateway.byId(Origin.RED_HAT, List.of(), CALLER))).isEmpty();
    assertThat(service.server().calls()).isEmpty();
  }

  @Test
  void snapshots_of_a_day_leave_out_repositories_that_had_none() {
    service.snapshot(
        """
        {"repository_uuid":"1","is_after":false,
         "match":{"uuid":"s","url":"https://u.example","repository_path":"org/1",
                  "detected_os_version":"9.4"}}
        """);
    service.snapshot("{\"repository_uuid\":\"2\",\"match\":null}");

    List<Snapshot> found =
        get(gateway.snapshots(Instant.parse("2026-08-21T00:00:00Z"), List.of("1", "2"), CALLER));

    assertThat(found).extracting(Snapshot::repositoryId).containsExactly("1");
    assertThat(found.getFirst().path()).isEqualTo("org/1");
    assertThat(found.getFirst().url()).contains("https://u.example");
    assertThat(found.getFirst().detectedOsVersion()).contains("9.4");
    assertThat(service.server().calls().getFirst().body())
        .isEqualTo("{\"repository_uuids\":[\"1\",\"2\"],\"date\":\"2026-08-21T00:00:00Z\"}");
  }

  @Test
  void a_template_is_its_repositories_and_their_snapshots() {
    service.template(
        TEMPLATE.toString(),
        """
        {"uuid":"%s","repository_uuids":["1"],
         "snapshots":[{"uuid":"s","repository_uuid":"1","repository_path":"p",
                       "detected_os_version":""}]}
        """
            .formatted(TEMPLATE));

    Template template = get(gateway.template(TEMPLATE, CALLER));

    assertThat(template.repositoryIds()).containsExactly("1");
    assertThat(template.snapshots()).extracting(Snapshot::path).containsExactly("p");
    assertThat(template.snapshots().getFirst().detectedOsVersion()).isEmpty();
  }

  @Test
  void a_template_that_does_not_exist_is_the_callers_mistake() {
    assertThatThrownBy(() -> get(gateway.template(TEMPLATE, CALLER)))
        .hasMessageContaining("Content template " + TEMPLATE + " does not exist");
  }

  @Test
  void an_export_is_passed_on_as_the_service_wrote_it() {
    service.repository(repository("1", "https://a.example"));

    ArrayNode exported = get(gateway.exported(List.of("1"), CALLER));

    assertThat(exported.toString())
        .isEqualTo("[{\"url\":\"https://a.example\",\"origin\":\"red_hat\",\"snapshot\":true}]");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void a_caller_without_the_right_is_told_so(int status) {
    service.server().refuse(status, "{\"errors\":[{\"detail\":\"no\"}]}");

    assertThatThrownBy(() -> get(gateway.byId(Origin.CUSTOM, List.of("1"), CALLER)))
        .hasMessageContaining(
            "user is not authorized - please check your 'Repositories viewer' or 'Content Template"
                + " viewer' permissions");
    assertThat(service.server().calls()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"data\":{}}",
        "{\"data\":[{\"url\":\"u\",\"origin\":\"red_hat\"}]}",
        "{\"data\":[{\"uuid\":7,\"url\":\"u\",\"origin\":\"red_hat\"}]}",
        "{\"data\":[{\"uuid\":\"1\",\"url\":\"u\"}]}",
        "",
        "<html>"
      })
  void an_answer_without_what_everything_depends_on_is_none(String body) {
    service.server().refuse(200, body);

    assertThatThrownBy(() -> get(gateway.byId(Origin.CUSTOM, List.of("1"), CALLER)))
        .hasMessageContaining("CONTENT_SOURCES_FAILED");
  }

  @ParameterizedTest
  @EnumSource(names = {"HANGS", "HANGS_UP", "TALKS_RUBBISH", "RAMBLES"})
  void a_service_in_trouble_ends_as_an_error_of_the_catalogue(Mood mood) {
    service.server().mood(mood);

    assertThatThrownBy(() -> get(gateway.template(TEMPLATE, CALLER)))
        .hasMessageContaining("CONTENT_SOURCES_FAILED");
  }

  @Test
  void an_outage_is_asked_again_once() {
    service.server().refuse(503, "{}");

    assertThatThrownBy(() -> get(gateway.template(TEMPLATE, CALLER)))
        .hasMessageContaining("CONTENT_SOURCES_FAILED");
    assertThat(service.server().calls()).hasSize(2);
  }

  @Test
  void a_service_that_always_fails_is_left_alone_for_a_while() {
    service.server().refuse(500, "{}");
    IntStream.range(0, 15)
        .forEach(
            each ->
                assertThatThrownBy(() -> get(gateway.template(TEMPLATE, CALLER)))
                    .hasMessageContaining("CONTENT_SOURCES_FAILED"));

    assertThat(service.server().calls()).hasSize(20);
  }

  private static String repository(String id, String url) {
    return "{\"uuid\":\"%s\",\"url\":\"%s\",\"origin\":\"red_hat\",\"snapshot\":true}"
        .formatted(id, url);
  }

  private static <T> T get(Uni<T> answer) {
    return answer.await().atMost(Duration.ofSeconds(20));
  }
}
