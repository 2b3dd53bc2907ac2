package org.imagebuilder.composer.identity;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Both doors ask for tokens, of two issuers. */
public final class GuardedProfile implements QuarkusTestProfile {
  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(new TestResourceEntry(Issuers.class));
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of("composer.workers.poll-time", "1s");
  }

  /** Starts the issuers before the program. */
  public static final class Issuers implements QuarkusTestResourceLifecycleManager {
    private final TestIssuer users = new TestIssuer("first");
    private final TestIssuer agents = new TestIssuer("other");

    @Override
    public Map<String, String> start() {
      try {
        Path list = Files.createTempFile("access", ".yaml");
        Files.writeString(
            list,
            """
            - claim: rh-org-id
              pattern: ^(4[0-9]|50)$
            - claim: account_id
              pattern: ^friend
            - claim: nobody
              pattern: .
            """);
        return Map.ofEntries(
            Map.entry("composer.identity.cloud-api.enabled", "true"),
            Map.entry("composer.identity.cloud-api.key-urls", users.url()),
            Map.entry("composer.identity.cloud-api.allow-plain-http", "true"),
            Map.entry("composer.identity.cloud-api.acl-file", list.toString()),
            Map.entry("composer.identity.cloud-api.tenant-claims", "rh-org-id,account_id"),
            Map.entry("composer.identity.cloud-api.interactive-claim", "realm_access/roles"),
            Map.entry("composer.identity.cloud-api.interactive-values", "interactive"),
            Map.entry("composer.identity.worker-api.enabled", "true"),
            Map.entry("composer.identity.worker-api.key-urls", agents.url() + "," + users.url()),
            Map.entry("composer.identity.worker-api.allow-plain-http", "true"),
            Map.entry("composer.identity.worker-api.tenant-claims", "rh-org-id,account_id"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void inject(TestInjector injector) {
      injector.injectIntoFields(
          users, field -> field.getType() == TestIssuer.class && field.getName().equals("users"));
      injector.injectIntoFields(
          agents, field -> field.getType() == TestIssuer.class && field.getName().equals("agents"));
    }

    @Override
    public void stop() {
      users.close();
      agents.close();
    }
  }
}
