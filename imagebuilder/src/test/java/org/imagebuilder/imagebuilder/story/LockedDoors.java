package org.imagebuilder.imagebuilder.story;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.imagebuilder.imagebuilder.doubles.TestCertificate;

/**
 * TLS at both of composer's doors, and tokens of one tenant that imagebuilder shows at the one and
 * the agent at the other.
 */
final class LockedDoors implements Doors, AutoCloseable {
  private final TestCertificate server;
  private final Path settings;
  private final Path tokens;
  private final Path secret;
  private final TokenIssuer issuer;

  LockedDoors(Path directory) throws IOException, GeneralSecurityException, InterruptedException {
    server = TestCertificate.in(directory);
    issuer = new TokenIssuer(server);
    tokens =
        Files.writeString(
            directory.resolve("imagebuilder.properties"),
            "imagebuilder.composer.token.tls-configuration-name=composer\n");
    secret = Files.writeString(directory.resolve("secret"), TokenIssuer.SECRET);
    settings =
        Files.writeString(
            directory.resolve("composer.properties"),
            """
            quarkus.tls.house.key-store.pem.0.cert=%s
            quarkus.tls.house.key-store.pem.0.key=%s
            """
                .formatted(server.pem(), server.key()));
  }

  @Override
  public Map<String, String> composer() {
    var composer = new HashMap<String, String>();
    composer.put("QUARKUS_CONFIG_LOCATIONS", settings.toUri().toString());
    composer.put("QUARKUS_HTTP_TLS_CONFIGURATION_NAME", "house");
    composer.put("QUARKUS_HTTP_INSECURE_REQUESTS", "disabled");
    composer.put("COMPOSER_WORKER_API_TLS_CONFIGURATION_NAME", "house");
    for (String door : List.of("CLOUD", "WORKER")) {
      String prefix = "COMPOSER_IDENTITY_" + door + "_API_";
      composer.put(prefix + "ENABLED", "true");
      composer.put(prefix + "KEY_URLS", issuer.url("/keys"));
      composer.put(prefix + "CA_FILE", server.pem().toString());
      composer.put(prefix + "TENANT_CLAIMS", "rh-org-id");
    }
    return composer;
  }

  @Override
  public Map<String, String> imagebuilder(int port) {
    return Map.of(
        "QUARKUS_CONFIG_LOCATIONS",
        tokens.toUri().toString(),
        "COMPOSER_URL",
        "https://localhost:" + port,
        "COMPOSER_CA_PATH",
        server.pem().toString(),
        "COMPOSER_TOKEN_URL",
        issuer.url("/token"),
        "COMPOSER_CLIENT_ID",
        TokenIssuer.CLIENT,
        "COMPOSER_CLIENT_SECRET",
        TokenIssuer.SECRET);
  }

  @Override
  public Map<String, String> agent(int port) {
    return Map.of(
        "AGENT_COMPOSER_URL", "https://localhost:" + port,
        "AGENT_COMPOSER_CA_FILE", server.pem().toString(),
        "AGENT_AUTHENTICATION_OAUTH_URL", issuer.url("/token"),
        "AGENT_AUTHENTICATION_CLIENT_ID", TokenIssuer.CLIENT,
        "AGENT_AUTHENTICATION_CLIENT_SECRET", secret.toString());
  }

  @Override
  public void close() {
    issuer.close();
  }
}
