package org.imagebuilder.imagebuilder.doubles;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Starts content sources beside the program under test and hands it to the test. */
public final class ContentSourcesResource implements QuarkusTestResourceLifecycleManager {
  private final FakeContentSources contentSources = new FakeContentSources();

  @Override
  public Map<String, String> start() {
    return Map.of(
        "imagebuilder.content-sources.url",
        contentSources.server().url(),
        "imagebuilder.content-sources.repository-url",
        "https://content.example",
        "imagebuilder.content-sources.repository-prefix",
        "/api/pulp-content",
        "imagebuilder.composer.insights-client-proxy",
        "https://proxy.example:8888",
        "imagebuilder.composer.patch-url",
        "https://patch.example",
        // Nobody waits long for one that hangs; one that is well may be slow on a busy machine.
        "imagebuilder.content-sources.calls.all.timeout",
        "3s");
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(
        contentSources, new TestInjector.MatchesType(FakeContentSources.class));
  }

  @Override
  public void stop() {
    contentSources.close();
  }
}
