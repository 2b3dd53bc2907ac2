package org.imagebuilder.composer.listeners;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Map;

/**
 * Where agents find the program under test, for tests whose program may be another process.
 *
 * @param origin scheme, host and port
 */
public record AgentsDoor(String origin) {

  /** Chooses the port, and tells it to program and test. */
  public static final class Resource implements QuarkusTestResourceLifecycleManager {
    private final int port = freePort();

    @Override
    public Map<String, String> start() {
      return Map.of("composer.worker-api.port", Integer.toString(port));
    }

    @Override
    public void inject(TestInjector injector) {
      injector.injectIntoFields(
          new AgentsDoor("http://localhost:" + port),
          new TestInjector.MatchesType(AgentsDoor.class));
    }

    @Override
    public void stop() {}

    private static int freePort() {
      try (ServerSocket socket = new ServerSocket(0)) {
        return socket.getLocalPort();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
