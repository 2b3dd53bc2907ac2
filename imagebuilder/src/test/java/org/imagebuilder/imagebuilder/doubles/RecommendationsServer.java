package org.imagebuilder.imagebuilder.doubles;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Starts a recommendations service beside the program under test and hands it to the test. */
public final class RecommendationsServer implements QuarkusTestResourceLifecycleManager {
  private final FakeRecommendations recommendations = new FakeRecommendations();

  @Override
  public Map<String, String> start() {
    return Map.of(
        "imagebuilder.recommendations.url",
        recommendations.url() + "/rhel-image-builder",
        "imagebuilder.recommendations.client-id",
        "me",
        "imagebuilder.recommendations.client-secret",
        "mine",
        "imagebuilder.recommendations.token.url",
        recommendations.url() + "/token",
        // Nobody waits for one that hangs.
        "imagebuilder.recommendations.calls.all.timeout",
        "1500ms");
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(
        recommendations, new TestInjector.MatchesType(FakeRecommendations.class));
  }

  @Override
  public void stop() {
    recommendations.close();
  }
}
