package org.imagebuilder.composer.composes;

import java.util.Map;

/**
 * A compose as it is shown: how far it is, and where its files lie on this server.
 *
 * @param artifactPaths file name → path, for what workers handed to this server
 */
record ComposeView(ComposeStatus status, Map<String, String> artifactPaths) {
  ComposeView {
    artifactPaths = Map.copyOf(artifactPaths);
  }
}
