package org.imagebuilder.composer.operations;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A composer that loses its patience within seconds. */
public final class ShortTimes implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "composer.workers.asked-every", "200ms",
        "composer.workers.notice-after", "1s",
        "composer.workers.give-up-after", "4s");
  }
}
