package org.imagebuilder.imagebuilder.doubles;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Starts provisioning beside the program under test and hands it to the test. */
public final class ProvisioningResource implements QuarkusTestResourceLifecycleManager {
  private final FakeProvisioning provisioning = new FakeProvisioning();

  @Override
  public Map<String, String> start() {
    return Map.of(
        "imagebuilder.provisioning.url",
        provisioning.server().url(),
        // Nobody waits long for one that hangs; one that is well may be slow on a busy machine.
        "imagebuilder.provisioning.calls.all.timeout",
        "3s");
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(provisioning, new TestInjector.MatchesType(FakeProvisioning.class));
  }

  @Override
  public void stop() {
    provisioning.close();
  }
}
