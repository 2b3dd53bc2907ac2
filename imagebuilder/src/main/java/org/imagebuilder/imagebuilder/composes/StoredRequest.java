package org.imagebuilder.imagebuilder.composes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.imagebuilder.imagebuilder.customizations.Secrets;
import org.jboss.logging.Logger;

/**
 * Reads requests as years of releases have stored them. They were checked when they came in, by the
 * rules of their day; a row that nobody can make sense of any more spoils only itself.
 */
final class StoredRequest {
  private static final Logger LOG = Logger.getLogger(StoredRequest.class);
  private static final String IMAGES = "image_requests";

  // Rows are as large as the database took them, and numbers stay as they were written.
  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxStringLength(Integer.MAX_VALUE)
                          .maxNestingDepth(1000)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private StoredRequest() {}

  /** What users may see of it; clients know that the oldest ones have null for their images. */
  static ObjectNode shown(UUID id, String stored) {
    ObjectNode shown = read(id, stored);
    Secrets.redact(shown);
    if (!shown.has(IMAGES)) {
      shown.putNull(IMAGES);
    }
    return shown;
  }

  private static ObjectNode read(UUID id, String stored) {
    try {
      JsonNode tree = JSON.readTree(stored);
      if (tree instanceof ObjectNode object) {
        return object;
      }
      LOG.warnf("A stored request is no object composeId=%s", id);
    } catch (JsonProcessingException failure) {
      LOG.warnf("A stored request cannot be read composeId=%s", id);
    }
    return JsonNodeFactory.instance.objectNode();
  }
}
