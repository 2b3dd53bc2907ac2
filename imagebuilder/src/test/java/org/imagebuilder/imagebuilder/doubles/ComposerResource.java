package org.imagebuilder.imagebuilder.doubles;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starts a fake composer beside the program under test and hands it to the test. */
public final class ComposerResource implements QuarkusTestResourceLifecycleManager {
  private @Nullable FakeComposer composer;

  @Override
  public Map<String, String> start() {
    composer = FakeComposer.start();
    return Map.of(
        "imagebuilder.composer.url",
        composer.url(),
        "imagebuilder.composer.token.url",
        composer.url() + "/token");
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(composer, new TestInjector.MatchesType(FakeComposer.class));
  }

  @Override
  public void stop() {
    if (composer != null) {
      composer.close();
    }
  }
}
