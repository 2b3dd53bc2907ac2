package org.imagebuilder.agent.testing;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.Map;
import org.imagebuilder.agent.contract.worker.model.DebianImageResult;
import org.imagebuilder.agent.contract.worker.model.DebianManifestResult;
import org.imagebuilder.agent.contract.worker.model.ManifestResult;
import org.imagebuilder.agent.contract.worker.model.OsbuildResult;
import org.imagebuilder.agent.contract.worker.model.PartialResult;
import org.imagebuilder.agent.contract.worker.model.RpmManifestResult;

/** Reads JSON as the contract has it, and takes nothing that it does not have. */
final class ContractJson {

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private static final Map<String, Class<?>> RESULTS =
      Map.of(
          "rpm-manifest", RpmManifestResult.class,
          "image-builder-manifest", ManifestResult.class,
          "osbuild", OsbuildResult.class,
          "debian-manifest", DebianManifestResult.class,
          "debian-image", DebianImageResult.class);

  private ContractJson() {}

  static <T> T read(byte[] body, Class<T> type) throws IOException {
    return STRICT.readValue(body, type);
  }

  static JsonNode tree(byte[] body) throws IOException {
    return STRICT.readTree(body);
  }

  static byte[] bytes(Object value) throws IOException {
    return STRICT.writeValueAsBytes(value);
  }

  static void checkPartial(JsonNode partial) throws IOException {
    STRICT.treeToValue(partial, PartialResult.class);
  }

  /** Types of the tests' own have no shape to check. */
  static void checkResult(String jobType, JsonNode result) throws IOException {
    Class<?> type = RESULTS.get(jobType);
    if (type != null) {
      STRICT.treeToValue(result, type);
    }
  }
}
