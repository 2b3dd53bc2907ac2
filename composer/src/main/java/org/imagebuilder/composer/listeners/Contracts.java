package org.imagebuilder.composer.listeners;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The two contracts of composer, read once from the class path, where the build put them. A native
 * executable reads them when it is built and not at each start.
 */
@Singleton
final class Contracts {
  private static final JsonNode CLOUD = read(ApiContract.COMPOSER);
  private static final JsonNode WORKER = read(ApiContract.WORKER);

  private final ApiContract cloud;
  private final ApiContract worker;

  Contracts(WorkerApiConfig config) {
    this.cloud = contract(ApiContract.COMPOSER, CLOUD, "");
    this.worker = contract(ApiContract.WORKER, WORKER, config.basePath());
  }

  ApiContract cloud() {
    return cloud;
  }

  ApiContract worker() {
    return worker;
  }

  private static ApiContract contract(String subsystem, JsonNode bundled, String servedBelow) {
    String base = bundled.at("/servers/0/url").asText();
    if (servedBelow.isEmpty()) {
      return new ApiContract(subsystem, base, bundled);
    }
    // A page that tries the API out has to call it where it really is.
    ObjectNode document = bundled.deepCopy();
    document.putArray("servers").addObject().put("url", servedBelow);
    return new ApiContract(subsystem, base, document);
  }

  // The program's own reader has limits that are meant for callers.
  private static JsonNode read(String subsystem) {
    String resource = "/openapi/" + subsystem + ".json";
    try (InputStream in = Contracts.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not on the class path");
      }
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(resource + " cannot be read", e);
    }
  }
}
