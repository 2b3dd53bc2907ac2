package org.imagebuilder.composer.results;

import java.util.List;
import java.util.Optional;

/**
 * Results as they are shown, in JSON.
 *
 * @param builds one per image
 */
record Logs(List<String> builds, Optional<Koji> koji) {
  Logs {
    builds = List.copyOf(builds);
  }

  /** What the jobs that speak with Koji reported. */
  record Koji(String init, String finish) {}
}
