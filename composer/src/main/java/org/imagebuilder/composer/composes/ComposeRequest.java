package org.imagebuilder.composer.composes;

import java.util.List;
import java.util.Optional;

/**
 * What somebody asked for: images of one distribution, or of one container, made by one recipe.
 *
 * @param distribution its name, empty where there is a container
 * @param images empty where the request has none, or says twice which
 * @param koji the build in Koji that the images are for
 */
record ComposeRequest(
    String distribution,
    Optional<BootcRequest> bootc,
    List<ImageRequest> images,
    Recipe recipe,
    Optional<KojiRequest> koji) {
  ComposeRequest {
    images = List.copyOf(images);
  }
}
