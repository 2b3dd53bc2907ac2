package org.imagebuilder.composer.listeners;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The two contracts of composer, read once from the class path, where the build put them. */
@Singleton
final class Contracts {
  private final ApiContract cloud;
  private final ApiContract worker;

  Contracts(WorkerApiConfig config) {
    // The program's own reader has limits that are meant for callers.
    ObjectMapper json = new ObjectMapper();
    this.cloud = read(json, ApiContract.COMPOSER, "");
    this.worker = read(json, ApiContract.WORKER, config.basePath());
  }

  ApiContract cloud() {
    return cloud;
  }

  ApiContract worker() {
    return worker;
  }

  private static ApiContract read(ObjectMapper json, String subsystem, String servedBelow) {
    String resource = "/openapi/" + subsystem + ".json";
    try (InputStream in = Contracts.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not on the class path");
      }
      JsonNode document = json.readTree(in);
      String base = document.at("/servers/0/url").asText();
      if (!servedBelow.isEmpty()) {
        // A page that tries the API out has to call it where it really is.
        ((ObjectNode) document).putArray("servers").addObject().put("url", servedBelow);
      }
      return new ApiContract(subsystem, base, document);
    } catch (IOException e) {
      throw new UncheckedIOException(resource + " cannot be read", e);
    }
  }
}
