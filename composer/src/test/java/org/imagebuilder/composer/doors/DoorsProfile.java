package org.imagebuilder.composer.doors;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;
import org.imagebuilder.composer.listeners.AgentsDoor;

/**
 * Waits are short: most callers here get no job, and those who ask about packages get an answer.
 */
public final class DoorsProfile implements QuarkusTestProfile {
  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(new TestResourceEntry(AgentsDoor.Resource.class));
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of("composer.workers.poll-time", "100ms", "composer.packages.patience", "20s");
  }
}
