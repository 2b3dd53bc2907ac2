package org.imagebuilder.agent.uploads.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpAnswer;
import org.imagebuilder.agent.http.Polling;
import org.imagebuilder.agent.uploads.CloudCaller;

/** The images of one compartment in Oracle's cloud. */
final class OciImages {

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration AT_MOST = Duration.ofHours(2);
  private static final String PARAVIRTUALIZED = "PARAVIRTUALIZED";

  private static final OciGateway.Aim AIM =
      new OciGateway.Aim(
          JobErrorCode.IMPORTING_IMAGE,
          "make an image of the uploaded file",
          "its group needs `manage instance-images` in the compartment, and `read objects` in the"
              + " bucket's");

  /** What virtual hardware an image can be started with; the first is what it gets by itself. */
  private static final Map<String, List<String>> CAPABILITIES =
      Map.of(
          "Compute.LaunchMode", List.of(PARAVIRTUALIZED, "NATIVE", "EMULATED", "CUSTOM"),
          "Storage.BootVolumeType", List.of(PARAVIRTUALIZED, "ISCSI", "SCSI", "IDE"),
          "Network.AttachmentType", List.of(PARAVIRTUALIZED, "VFIO", "E1000"));

  private final OciGateway oracle;
  private final String compute;
  private final OciPlace place;
  private final Duration pause;

  OciImages(OciGateway oracle, URI compute, OciPlace place, Duration pause) {
    this.oracle = oracle;
    this.compute = compute + "/20160918";
    this.place = place;
    this.pause = pause;
  }

  /** Makes an image of an object and returns its id; one that fails is removed. */
  String create(String name, String object) throws JobErrorException, InterruptedException {
    HttpAnswer answer = begin(name, object);
    String image = oracle.tree(answer).path("id").asText();
    // It becomes a part of URLs.
    if (!image.matches("[A-Za-z0-9._-]+")) {
      throw JobErrorException.of(AIM.code(), "Oracle's cloud began an image without an id");
    }
    boolean made = false;
    try {
      await(answer, image);
      describe(image);
      made = true;
    } finally {
      if (!made) {
        CloudCaller.clean("the image " + image, () -> oracle.delete(AIM, uri("/images/" + image)));
      }
    }
    return image;
  }

  private HttpAnswer begin(String name, String object)
      throws JobErrorException, InterruptedException {
    ObjectNode image = JsonNodeFactory.instance.objectNode();
    image.put("compartmentId", place.compartment()).put("displayName", name);
    image.putObject("freeformTags").put("Uploaded-By", "imagebuilder").put("Name", name);
    image
        .putObject("imageSourceDetails")
        .put("sourceType", "objectStorageTuple")
        .put("sourceImageType", "QCOW2")
        .put("namespaceName", place.namespace())
        .put("bucketName", place.bucket())
        .put("objectName", object);
    // The token makes a second attempt harmless.
    Map<String, String> headers = Map.of("opc-retry-token", UUID.randomUUID().toString());
    return oracle.post(AIM, uri("/images"), headers, image);
  }

  private void await(HttpAnswer begun, String image)
      throws JobErrorException, InterruptedException {
    Optional<String> request = begun.header("opc-work-request-id");
    URI uri =
        uri(
            request
                .map(id -> "/workRequests/" + CloudCaller.encoded(id))
                .orElse("/images/" + image));
    String end =
        new Polling(pause, LONGEST_PAUSE, AT_MOST)
            .await(() -> end(oracle.tree(oracle.get(AIM, uri))))
            .orElseThrow(
                () ->
                    JobErrorException.of(
                        AIM.code(), "Oracle's cloud did not finish the image within two hours"));
    if (!end.matches("SUCCEEDED|AVAILABLE")) {
      throw new JobErrorException(
          AIM.code(),
          "Oracle's cloud could not make an image of the file",
          request.isPresent() ? errors(URI.create(uri + "/errors"), end) : end);
    }
  }

  /** Empty while Oracle is at work; of a work request or of the image itself. */
  private static Optional<String> end(JsonNode state) {
    String status = state.path("status").asText(state.path("lifecycleState").asText());
    return Optional.of(status)
        .filter(text -> text.matches("SUCCEEDED|FAILED|CANCELED|AVAILABLE|DISABLED|DELETED"));
  }

  private List<String> errors(URI uri, String otherwise)
      throws JobErrorException, InterruptedException {
    List<String> errors = new ArrayList<>();
    for (JsonNode error : oracle.tree(oracle.get(AIM, uri))) {
      errors.add(error.path("code").asText() + ": " + error.path("message").asText());
    }
    return errors.isEmpty() ? List.of(otherwise) : errors;
  }

  /** Without this, Oracle offers the image with emulated hardware only. */
  private void describe(String image) throws JobErrorException, InterruptedException {
    JsonNode known = oracle.tree(oracle.get(AIM, uri("/computeGlobalImageCapabilitySchemas")));
    String version = known.path(0).path("currentVersionName").asText();
    if (version.isEmpty()) {
      throw JobErrorException.of(AIM.code(), "Oracle's cloud lists no image capabilities");
    }
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema
        .put("compartmentId", place.compartment())
        .put("computeGlobalImageCapabilitySchemaVersionName", version)
        .put("imageId", image);
    ObjectNode data = schema.putObject("schemaData");
    CAPABILITIES.forEach(
        (capability, values) -> {
          ObjectNode described =
              data.putObject(capability)
                  .put("descriptorType", "enumstring")
                  .put("source", "IMAGE")
                  .put("defaultValue", values.getFirst());
          values.forEach(described.putArray("values")::add);
        });
    Map<String, String> headers = Map.of("opc-retry-token", UUID.randomUUID().toString());
    oracle.post(AIM, uri("/computeImageCapabilitySchemas"), headers, schema);
  }

  private URI uri(String path) {
    return URI.create(compute + path);
  }
}
