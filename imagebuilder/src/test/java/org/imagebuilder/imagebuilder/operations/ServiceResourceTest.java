package org.imagebuilder.imagebuilder.operations;

import static java.net.http.HttpRequest.BodyPublishers.noBody;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.eclipse.microprofile.config.ConfigProvider;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.Examples;
import org.imagebuilder.imagebuilder.doubles.FakeComposer;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class ServiceResourceTest {
  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  @Inject
  @SuppressWarnings("NullAway.Init")
  MeterRegistry meters;

  private final ApiCaller user = ApiCaller.of("service-test");

  @BeforeEach
  void calm() {
    composer.reset();
  }

  @Test
  void both_versions_of_the_base_path_serve_the_same() {
    Answer full = ApiCaller.call(user.request("/api/image-builder/v1.0/version").GET());

    assertThat(full.json()).isEqualTo(user.get("/version").json());
    assertThat(full.json().path("version").asText()).isEqualTo("1.0");
  }

  @Test
  void heads_and_options_are_answered() {
    Answer head =
        ApiCaller.call(user.request(ApiCaller.BASE + "/version").method("HEAD", noBody()));
    Answer options =
        ApiCaller.call(user.request(ApiCaller.BASE + "/compose").method("OPTIONS", noBody()));

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.text()).isEmpty();
    assertThat(options.status()).isEqualTo(204);
    assertThat(options.response().headers().firstValue("Allow")).hasValue("POST, OPTIONS");
  }

  @Test
  void methods_that_nobody_knows_make_no_series_of_their_own() {
    Answer answer =
        ApiCaller.call(user.request(ApiCaller.BASE + "/version").method("FOO42", noBody()));

    assertThat(answer.status()).isEqualTo(405);
    assertThat(meters.getMeters())
        .noneMatch(meter -> "FOO42".equals(meter.getId().getTag("method")));
  }

  @Test
  void answers_are_indented_on_demand() {
    assertThat(user.get("/ready?pretty").text()).isEqualTo("{\n  \"readiness\" : \"ready\"\n}\n");
  }

  @Test
  void it_is_ready_when_composer_is() {
    assertThat(user.get("/ready").text()).isEqualTo("{\"readiness\":\"ready\"}");
  }

  @Test
  void it_is_not_ready_when_composer_is_not() {
    composer.refuse(503, "{}");

    Answer answer = user.get("/ready");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.detail()).startsWith("Failed to contact osbuild-composer: ");
  }

  @Test
  void the_contract_lists_what_clients_look_for() {
    JsonNode contract = ApiCaller.call(ApiCaller.anonymous("/openapi.json").GET()).json();

    assertThat(contract.at("/components/schemas/ImageTypes/enum").toString())
        .contains("guest-image");
    assertThat(
            contract.at("/components/schemas/ImageRequest/properties/architecture/enum").toString())
        .isEqualTo("[\"x86_64\",\"aarch64\"]");
  }

  @Test
  void what_can_be_built_is_listed() {
    JsonNode architectures = user.get("/architectures/debian-13").json();

    assertThat(architectures.toString())
        .isEqualTo(
            "[{\"arch\":\"x86_64\",\"image_types\":[\"guest-image\",\"raw\",\"tar\",\"container\"],\"repositories\":[]}]");
    assertThat(user.get("/distributions").json().findValuesAsText("name"))
        .contains("debian-12", "debian-13", "rhel-9", "rhel-9.8", "centos-10")
        .doesNotContain("fedora-43");
  }

  @Test
  void repositories_of_single_image_types_are_left_out() {
    JsonNode architectures = user.get("/architectures/rhel-9.6").json();

    assertThat(architectures.findValuesAsText("arch")).containsExactly("x86_64", "aarch64");
    assertThat(architectures.at("/0/repositories").toString())
        .isEqualTo(
            "[{\"rhsm\":true,\"baseurl\":\"https://cdn.redhat.com/content/dist/rhel9/9.6/x86_64/baseos/os\"},"
                + "{\"rhsm\":true,\"baseurl\":\"https://cdn.redhat.com/content/dist/rhel9/9.6/x86_64/appstream/os\"}]");
  }

  @Test
  void containers_are_listed_by_kind() {
    JsonNode all = user.get("/distributions?kind=bootc").json();

    assertThat(all).hasSize(16);
    assertThat(user.get("/distributions?kind=bootc&distro=rhel-10&type=aws").json()).hasSize(1);
    assertThat(user.get("/distributions?kind=bootc&arch=aarch64").text()).isEqualTo("[]");
  }

  @Test
  void metrics_have_the_names_that_dashboards_know() throws IOException, InterruptedException {
    user.get("/composes/b3f0d1a6-5d5e-4ed5-a5d0-2d7f4e3c1b0a");

    assertThat(management("/q/metrics"))
        .contains(
            "image_builder_crc_request_count{code=\"404\",method=\"GET\",path=\"/api/image-builder/v1/composes/-\",}")
        .contains(
            "image_builder_crc_http_duration_seconds_bucket{path=\"/api/image-builder/v1/composes/:composeId\",le=\"0.5\",}")
        .contains("# TYPE image_builder_crc_request_count counter")
        .contains("# TYPE image_builder_crc_http_duration_seconds histogram")
        .contains("image_builder_crc_compose_errors ")
        .contains("image_builder_crc_compose_requests_total ");
  }

  @Test
  void metrics_stand_where_existing_scrapers_look() throws IOException, InterruptedException {
    Answer answer = ApiCaller.call(ApiCaller.anonymous("/metrics").GET());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.response().headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/plain; version=0.0.4");
    assertThat(answer.text()).contains("image_builder_crc_compose_errors ");
    assertThat(management("/metrics")).contains("image_builder_crc_compose_errors ");
  }

  @Test
  void faults_are_counted_by_the_status_that_was_answered()
      throws IOException, InterruptedException {
    composer.refuse(503, "{}");

    user.compose(Examples.read("compose.request.debian-13.json"));

    assertThat(management("/metrics"))
        .contains(
            "image_builder_crc_request_count{code=\"500\",method=\"POST\",path=\"/api/image-builder/v1/compose\",}")
        .doesNotContain("code=\"0\"")
        .containsPattern("image_builder_crc_compose_errors [1-9]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ready", "/status"})
  void probes_need_no_identity(String path) {
    Answer answer = ApiCaller.call(ApiCaller.anonymous(path).GET());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isIn("{\"readiness\":\"ready\"}", user.get("/version").text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ready", "/version"})
  void the_same_below_the_base_path_needs_one(String path) {
    assertThat(ApiCaller.call(ApiCaller.anonymous(ApiCaller.BASE + path).GET()).status())
        .isEqualTo(401);
    assertThat(ApiCaller.call(ApiCaller.anonymous("/api/image-builder/v1.0" + path).GET()).status())
        .isEqualTo(401);
  }

  @Test
  void the_contract_can_be_read_as_a_page() {
    Answer page = ApiCaller.call(ApiCaller.anonymous("/swagger-ui/").GET());

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text()).contains("/openapi.json");
  }

  @Test
  void health_is_told_on_the_management_port() throws IOException, InterruptedException {
    assertThat(management("/q/health")).contains("\"UP\"");
  }

  private static String management(String path) throws IOException, InterruptedException {
    String port = ConfigProvider.getConfig().getValue("quarkus.management.test-port", String.class);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }
}
