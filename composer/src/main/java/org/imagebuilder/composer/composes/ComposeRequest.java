package org.imagebuilder.composer.composes;

import java.util.List;

/** What somebody asked for: images of one distribution, made by one recipe. */
record ComposeRequest(String distribution, List<ImageRequest> images, Recipe recipe) {
  ComposeRequest {
    images = List.copyOf(images);
  }

  /** The same request with another recipe. */
  ComposeRequest withRecipe(Recipe other) {
    return new ComposeRequest(distribution, images, other);
  }
}
