package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * One image: for which machine, in which form, from which packages, and where it goes.
 *
 * @param member the member of the request that asks for it
 * @param defaultUpload options of the upload that the image type names by itself
 * @param uploads further uploads, each with its type
 */
record ImageRequest(
    String member,
    String architecture,
    String imageType,
    List<JsonNode> repositories,
    JsonNode ostree,
    long size,
    Optional<JsonNode> defaultUpload,
    List<JsonNode> uploads) {
  ImageRequest {
    repositories = List.copyOf(repositories);
    uploads = List.copyOf(uploads);
  }
}
