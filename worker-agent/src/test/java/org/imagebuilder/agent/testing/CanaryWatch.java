package org.imagebuilder.agent.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** All that the agent logs during a test; a secret among it fails the test. */
public final class CanaryWatch implements AfterEachCallback {

  private final LogCapture log = new LogCapture();

  public List<String> lines() {
    return log.lines();
  }

  @Override
  public void afterEach(ExtensionContext test) {
    log.close();
    assertThat(log.lines()).noneMatch(Canary::isIn);
  }
}
