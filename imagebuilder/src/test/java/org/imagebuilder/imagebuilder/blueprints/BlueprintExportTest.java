package org.imagebuilder.imagebuilder.blueprints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.imagebuilder.imagebuilder.blueprints.BlueprintCase.BLUEPRINTS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.ContentSourcesResource;
import org.imagebuilder.imagebuilder.doubles.DatabaseAddress;
import org.imagebuilder.imagebuilder.doubles.Examples;
import org.imagebuilder.imagebuilder.doubles.FakeContentSources;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.imagebuilder.imagebuilder.doubles.StandIn;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@WithTestResource(ContentSourcesResource.class)
class BlueprintExportTest {
  private static final String TOOLS = "2f8bd2c7-34d7-4a2f-8a5f-0cb5c7d11a01";
  private static final String EPEL = "9c1f2a34-5d5e-4ed5-a5d0-2d7f4e3c1b0a";
  private static final String EPEL_URL =
      "https://dl.fedoraproject.org/pub/epel/9/Everything/x86_64/";

  @SuppressWarnings("NullAway.Init")
  FakeContentSources contentSources;

  @DatabaseAddress String database;

  @SuppressWarnings("NullAway.Init")
  private BlueprintCase house;

  @BeforeEach
  void move() {
    house = new BlueprintCase(database);
    contentSources.reset();
  }

  @Test
  void what_is_the_organisations_own_is_left_out() {
    ObjectNode request = Examples.read("create-blueprint.request.wizard.json");
    BlueprintCase.customizations(request).putObject("cacerts").putArray("pem_certs").add("x");
    request
        .at("/image_requests")
        .forEach(
            image ->
                ((ObjectNode) image).put("snapshot_date", "2026-08-21").remove("content_template"));
    ((ObjectNode) request.at("/customizations/users/0")).put("password", "secret-word");
    String id = house.create(request);

    JsonNode export = export(id).json();

    assertThat(export.has("id")).isFalse();
    assertThat(export.has("image_requests")).isFalse();
    assertThat(export.path("snapshot_date").asText()).isEqualTo("2026-08-21");
    JsonNode customizations = export.path("customizations");
    assertThat(customizations.has("subscription")).isFalse();
    assertThat(customizations.has("cacerts")).isFalse();
    assertThat(customizations.at("/users/0/hasPassword").asBoolean()).isTrue();
    assertThat(customizations.at("/users/0").has("password")).isFalse();
    assertThat(customizations.at("/aap_registration/host_config_key").asText("?")).isEmpty();
    assertThat(customizations.path("files").findValuesAsText("path"))
        .containsExactly(
            "/etc/systemd/system/custom-first-boot.service", "/usr/local/sbin/custom-first-boot");
    assertThat(export.at("/metadata/parent_id").asText()).isEqualTo(id);
    assertThat(export.at("/metadata/is_on_prem").asBoolean(true)).isFalse();
    assertThat(export.at("/metadata/exported_at").asText())
        .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} \\+0000 UTC");
    assertThat(house.read(id).at("/customizations/subscription/activation-key").asText())
        .isEqualTo("my-key");
  }

  @Test
  void files_that_only_register_leave_no_empty_list() {
    ObjectNode request = BlueprintCase.request("web");
    BlueprintCase.customizations(request)
        .putArray("files")
        .addObject()
        .put("path", "/usr/local/sbin/aap-first-boot-reg");

    Answer answer = export(house.create(request));

    assertThat(answer.json().path("customizations").has("files")).isFalse();
    assertThat(answer.json().has("content_sources")).isFalse();
    assertThat(contentSources.server().calls()).isEmpty();
  }

  @Test
  void an_export_can_be_imported() {
    String id = house.create(Examples.read("create-blueprint.request.json"));
    ObjectNode export = (ObjectNode) export(id).json();
    JsonNode images = house.read(id).path("image_requests");
    export.remove("content_sources");
    export.remove("snapshot_date");
    export.put("name", "imported").set("image_requests", images);

    String imported = house.create(export);

    // Who it belongs to now has to give the password anew.
    ((ObjectNode) export.at("/customizations/users/0")).put("hasPassword", false);

    assertThat(house.read(imported).path("customizations"))
        .isEqualTo(export.path("customizations"));
  }

  @Test
  void repositories_go_along_as_the_content_service_writes_them() {
    contentSources.repository(
        "{\"uuid\":\"%s\",\"origin\":\"external\",\"url\":\"https://packages.example.com/tools/\",\"name\":\"tools\"}"
            .formatted(TOOLS));
    String id = house.create(Examples.read("create-blueprint.request.wizard.json"));

    JsonNode export = export(id).json();

    assertThat(export.path("content_sources").toString())
        .isEqualTo(
            "[{\"origin\":\"external\",\"url\":\"https://packages.example.com/tools/\",\"name\":\"tools\"}]");
  }

  @Test
  void repositories_of_EPEL_get_the_id_that_everybody_knows() {
    contentSources.repository(
        "{\"uuid\":\"%s\",\"origin\":\"community\",\"url\":\"%s\",\"name\":\"EPEL 9\"}"
            .formatted(EPEL, EPEL_URL));
    ObjectNode request = Examples.read("create-blueprint.request.wizard.json");
    ((ObjectNode) request.at("/customizations/custom_repositories/0"))
        .putArray("baseurl")
        .add(EPEL_URL);
    ((ObjectNode) request.at("/customizations/payload_repositories/0")).put("baseurl", EPEL_URL);
    String id = house.create(request);

    JsonNode customizations = export(id).json().path("customizations");

    assertThat(customizations.at("/custom_repositories/0/id").asText()).isEqualTo(EPEL);
    assertThat(customizations.at("/custom_repositories/0/name").asText()).isEqualTo("EPEL 9");
    assertThat(customizations.at("/payload_repositories/0/id").asText()).isEqualTo(EPEL);
    assertThat(customizations.at("/payload_repositories/0").has("name")).isFalse();
    assertThat(customizations.at("/custom_repositories/1/name").asText()).isEqualTo("uploaded");
  }

  @Test
  void who_may_not_see_repositories_is_told() {
    contentSources.server().refuse(401, "{}");
    String id = house.create(Examples.read("create-blueprint.request.wizard.json"));

    Answer answer = export(id);

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.detail()).contains("not authorized");
  }

  @Test
  void a_content_service_that_talks_rubbish_is_told() {
    contentSources.server().mood(StandIn.Mood.TALKS_RUBBISH);
    String id = house.create(Examples.read("create-blueprint.request.wizard.json"));

    Answer answer = export(id);

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.detail()).startsWith("The content-sources service gave no usable answer");
  }

  private Answer export(String id) {
    return house.user.get(BLUEPRINTS + "/" + id + "/export");
  }
}
