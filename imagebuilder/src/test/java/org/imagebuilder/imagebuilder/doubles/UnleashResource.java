package org.imagebuilder.imagebuilder.doubles;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Starts an Unleash server beside the program under test and hands it to the test. */
public final class UnleashResource implements QuarkusTestResourceLifecycleManager {
  private final FakeUnleash unleash = new FakeUnleash();

  @Override
  public Map<String, String> start() {
    return Map.of(
        "imagebuilder.features.unleash.url",
        unleash.url(),
        "imagebuilder.features.unleash.token",
        FakeUnleash.TOKEN);
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(unleash, new TestInjector.MatchesType(FakeUnleash.class));
  }

  @Override
  public void stop() {
    unleash.close();
  }
}
