package org.imagebuilder.imagebuilder.requests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The public contract as it was bundled into the program: what is served is what is checked. A
 * native executable reads it when it is built and not at each start.
 */
@Singleton
public class Contract {
  /** Where the operations hang. */
  public static final String BASE = "/api/image-builder/v1";

  /** The same operations under the full version; links in answers use it. */
  public static final String FULL_VERSION_BASE = "/api/image-builder/v1.0";

  private static final JsonNode DOCUMENT = read();
  private static final String SERVED = InlineSchemas.restored(DOCUMENT).toString();

  private static JsonNode read() {
    try (InputStream resource = Contract.class.getResourceAsStream("/openapi/imagebuilder.json")) {
      if (resource == null) {
        throw new IllegalStateException("openapi/imagebuilder.json is not in the program");
      }
      return new ObjectMapper().readTree(resource);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The document for clients, as one line of JSON. */
  public String served() {
    return SERVED;
  }

  /** The document with a name for each schema of a body. */
  JsonNode document() {
    return DOCUMENT;
  }

  /** Follows a reference inside the document, if the node is one. */
  JsonNode resolved(JsonNode node) {
    JsonNode reference = node.path("$ref");
    return reference.isMissingNode()
        ? node
        : resolved(DOCUMENT.at(reference.asText().substring(1)));
  }
}
