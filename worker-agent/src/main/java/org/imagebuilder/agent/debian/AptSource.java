package org.imagebuilder.agent.debian;

import java.util.List;
import java.util.Optional;

/** One entry of a machine's apt sources that brings binary packages. */
record AptSource(
    List<String> uris, List<String> suites, List<String> components, Optional<String> signedBy) {

  AptSource {
    uris = List.copyOf(uris);
    suites = List.copyOf(suites);
    components = List.copyOf(components);
  }
}
