package org.imagebuilder.composer.workers;

import java.util.List;
import java.util.UUID;

/**
 * An agent that registered.
 *
 * @param capabilities words that say what it can do beyond the first version of the protocol
 */
record Worker(UUID id, String channel, String architecture, List<String> capabilities) {
  Worker {
    capabilities = List.copyOf(capabilities);
  }
}
