package org.imagebuilder.imagebuilder.blueprints;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a blueprint asks for, as one request for a compose each. */
final class ImageRequests {
  /** Names of composes are shorter than some names of blueprints of old. */
  private static final int LONGEST_NAME = 100;

  private ImageRequests() {}

  /** The requests for the images of these types, or for all, in the blueprint's order. */
  static List<ObjectNode> of(
      BlueprintDetails blueprint, Optional<Set<String>> types, String clientId) {
    List<ObjectNode> requests = new ArrayList<>();
    for (JsonNode image : blueprint.body().path("image_requests")) {
      String type = image.path("image_type").asText();
      if (types.isEmpty() || types.get().contains(type)) {
        requests.add(request(blueprint, image, clientId));
      }
    }
    return requests;
  }

  private static ObjectNode request(BlueprintDetails blueprint, JsonNode image, String clientId) {
    ObjectNode request = blueprint.body().deepCopy();
    if (request.hasNonNull("bootc")) {
      request.remove("distribution");
    }
    request.put("image_name", shortened(blueprint.name()));
    request.put("image_description", blueprint.description());
    request.put("client_id", clientId);
    request.putArray("image_requests").add(image);
    return request;
  }

  private static String shortened(String name) {
    return name.codePointCount(0, name.length()) <= LONGEST_NAME
        ? name
        : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME));
  }
}
