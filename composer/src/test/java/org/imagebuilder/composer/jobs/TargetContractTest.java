package org.imagebuilder.composer.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.oas.OpenApi30;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Set;
import org.imagebuilder.composer.targets.UploadChoice;
import org.imagebuilder.composer.targets.UploadTarget;
import org.imagebuilder.composer.targets.UploadType;
import org.imagebuilder.composer.targets.UploadedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a request asks for, workers get targets as their contract describes them. */
class TargetContractTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final UploadedImage IMAGE = new UploadedImage("rhel-9.6", "disk.qcow2", "hybrid");
  private static final String ID = "7c1f6f8a-9d0e-4a1b-8a43-0f6b1f1f2a10";

  @ParameterizedTest
  @EnumSource(UploadType.class)
  void a_target_fits_the_contract(UploadType type) throws IOException {
    JsonNode target = JobJson.MAPPER.valueToTree(target(type));

    assertThat(faults("#/components/schemas/Target", target)).isEmpty();
    String options = contract().path("x-targets").path(type.jobName()).path("options").asText();
    if (!options.isEmpty()) {
      assertThat(faults(options, target.path("options"))).isEmpty();
    }
  }

  @Test
  void names_are_made_up_where_the_request_gives_none() throws IOException {
    assertThat(target(UploadType.AWS_S3).imageName()).isEqualTo("composer-api-" + ID);
    assertThat(target(UploadType.LOCAL).imageName()).isEqualTo("disk.qcow2");
    assertThat(target(UploadType.CONTAINER).imageName()).isEqualTo("rhel-9.6:" + ID);
  }

  private static Target target(UploadType type) throws IOException {
    JsonNode options =
        JSON.readTree(
            switch (type) {
              case AWS -> "{\"region\": \"r\", \"share_with_accounts\": [\"1\"]}";
              case AWS_S3, GCP -> "{\"region\": \"r\", \"public\": false}";
              case AZURE ->
                  "{\"tenant_id\": \"t\", \"subscription_id\": \"s\", \"resource_group\": \"g\"}";
              case CONTAINER, OCI, LOCAL -> "{}";
            });
    UploadTarget chosen = new UploadChoice(type, options, "upload_options").target(IMAGE, ID);
    return Target.of(
        chosen,
        "a4b6c1de-7d4f-4f59-9c36-0d7c0f9a2a11",
        Instant.parse("2026-09-01T08:00:00Z"),
        new OsbuildArtifact("disk.qcow2", "qcow2"));
  }

  private static Set<ValidationMessage> faults(String schema, JsonNode value) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put("$ref", schema);
    root.set("components", contract().path("components"));
    return JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V4,
            factory ->
                factory
                    .metaSchema(OpenApi30.getInstance())
                    .defaultMetaSchemaIri(OpenApi30.getInstance().getIri()))
        .getSchema(root, SchemaValidatorsConfig.builder().build())
        .validate(value);
  }

  private static JsonNode contract() throws IOException {
    try (InputStream file = TargetContractTest.class.getResourceAsStream("/openapi/worker.json")) {
      return JSON.readTree(file);
    }
  }
}
