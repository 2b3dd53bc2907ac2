package org.imagebuilder.agent.testing;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.Map;
import org.imagebuilder.agent.contract.worker.model.BootcInfoResolveResult;
import org.imagebuilder.agent.contract.worker.model.ContainerResolveResult;
import org.imagebuilder.agent.contract.worker.model.DebianImageResult;
import org.imagebuilder.agent.contract.worker.model.DebianManifestResult;
import org.imagebuilder.agent.contract.worker.model.DepsolveResult;
import org.imagebuilder.agent.contract.worker.model.FileResolveResult;
import org.imagebuilder.agent.contract.worker.model.KojiFinalizeResult;
import org.imagebuilder.agent.contract.worker.model.KojiInitResult;
import org.imagebuilder.agent.contract.worker.model.ManifestResult;
import org.imagebuilder.agent.contract.worker.model.OsbuildResult;
import org.imagebuilder.agent.contract.worker.model.OstreeResolveResult;
import org.imagebuilder.agent.contract.worker.model.PartialResult;
import org.imagebuilder.agent.contract.worker.model.RpmManifestResult;
import org.imagebuilder.agent.contract.worker.model.SearchPackagesResult;

/** Reads JSON as the contract has it, and takes nothing that it does not have. */
public final class ContractJson {

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private static final Map<String, Class<?>> RESULTS =
      Map.ofEntries(
          Map.entry("rpm-manifest", RpmManifestResult.class),
          Map.entry("image-builder-manifest", ManifestResult.class),
          Map.entry("osbuild", OsbuildResult.class),
          Map.entry("depsolve", DepsolveResult.class),
          Map.entry("search-packages", SearchPackagesResult.class),
          Map.entry("container-resolve", ContainerResolveResult.class),
          Map.entry("ostree-resolve", OstreeResolveResult.class),
          Map.entry("file-resolve", FileResolveResult.class),
          Map.entry("bootc-info-resolve", BootcInfoResolveResult.class),
          Map.entry("debian-search", SearchPackagesResult.class),
          Map.entry("debian-manifest", DebianManifestResult.class),
          Map.entry("debian-image", DebianImageResult.class),
          Map.entry("koji-init", KojiInitResult.class),
          Map.entry("koji-finalize", KojiFinalizeResult.class));

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
  public static void checkResult(String jobType, JsonNode result) throws IOException {
    Class<?> type = RESULTS.get(jobType);
    if (type != null) {
      STRICT.treeToValue(result, type);
    }
  }
}
