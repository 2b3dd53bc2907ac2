package org.imagebuilder.imagebuilder.doubles;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Starts a compliance service beside the program under test and hands it to the test. */
public final class ComplianceResource implements QuarkusTestResourceLifecycleManager {
  private final FakeCompliance compliance = new FakeCompliance();

  @Override
  public Map<String, String> start() {
    return Map.of(
        "imagebuilder.compliance.url",
        compliance.server().url(),
        // Nobody waits long for one that hangs; one that is well may be slow on a busy machine.
        "imagebuilder.compliance.calls.all.timeout",
        "3s");
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(compliance, new TestInjector.MatchesType(FakeCompliance.class));
  }

  @Override
  public void stop() {
    compliance.close();
  }
}
