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
        // Nobody waits for one that hangs.
        "org.imagebuilder.imagebuilder.provisioning.ProvisioningCalls/uploadInfo/Timeout/value",
        "700",
        "org.imagebuilder.imagebuilder.provisioning.ProvisioningCalls/uploadInfo/Timeout/unit",
        "MILLIS");
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
