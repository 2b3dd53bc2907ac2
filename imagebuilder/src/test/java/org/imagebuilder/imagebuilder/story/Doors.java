package org.imagebuilder.imagebuilder.story;

import java.util.Map;

/** How the programs of a house reach each other: settings beside those that each has anyway. */
interface Doors {
  Doors PLAIN = new Doors() {};

  default Map<String, String> composer() {
    return Map.of();
  }

  /** For imagebuilder, of composer's cloud API on this port. */
  default Map<String, String> imagebuilder(int port) {
    return Map.of("COMPOSER_URL", "http://127.0.0.1:" + port);
  }

  /** For the agent, of composer's worker API on this port. */
  default Map<String, String> agent(int port) {
    return Map.of("AGENT_COMPOSER_URL", "http://127.0.0.1:" + port);
  }
}
