package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Builds compose requests for tests: sensible by default, changed member by member. */
final class ComposeRequests {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode request;

  private ComposeRequests(ObjectNode request) {
    this.request = request;
  }

  static ComposeRequests aDebianCompose() {
    return of(
        """
        {"distribution": "debian-13",
         "image_request": {"architecture": "x86_64", "image_type": "guest-image",
           "repositories": [], "upload_options": {"region": "eu-west-1"}}}
        """);
  }

  static ComposeRequests aCentosCompose() {
    return of(
        """
        {"distribution": "centos-9",
         "image_request": {"architecture": "x86_64", "image_type": "guest-image",
           "repositories": [], "upload_options": {"region": "eu-west-1"}}}
        """);
  }

  static ComposeRequests of(String json) {
    return new ComposeRequests((ObjectNode) tree(json));
  }

  /** Sets the member at a path such as {@code image_request.architecture} to a JSON value. */
  ComposeRequests with(String path, String json) {
    ObjectNode at = request;
    String[] parts = path.split("\\.", -1);
    for (int i = 0; i < parts.length - 1; i++) {
      at = at.withObject("/" + parts[i]);
    }
    at.set(parts[parts.length - 1], tree(json));
    return this;
  }

  ComposeRequests without(String path) {
    int dot = path.lastIndexOf('.');
    JsonNode parent =
        dot < 0 ? request : request.at("/" + path.substring(0, dot).replace('.', '/'));
    ((ObjectNode) parent).remove(path.substring(dot + 1));
    return this;
  }

  ObjectNode tree() {
    return request.deepCopy();
  }

  static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
