package org.imagebuilder.imagebuilder.story;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import org.imagebuilder.imagebuilder.doubles.TestCertificate;

/**
 * TLS at both of composer's doors: imagebuilder shows a token at the one, the agent a certificate
 * at the other.
 */
final class LockedDoors implements Doors, AutoCloseable {
  private final TestCertificate server;
  private final TestCertificate agent;
  private final Path settings;
  private final Path tokens;
  private final TokenIssuer issuer;

  LockedDoors(Path directory) throws IOException, GeneralSecurityException, InterruptedException {
    server = TestCertificate.in(directory, "server");
    agent = TestCertificate.in(directory, "agent");
    issuer = new TokenIssuer(server);
    tokens =
        Files.writeString(
            directory.resolve("imagebuilder.properties"),
            "quarkus.rest-client.composer-token.tls-configuration-name=composer\n");
    settings =
        Files.writeString(
            directory.resolve("composer.properties"),
            """
            quarkus.tls.house.key-store.pem.0.cert=%s
            quarkus.tls.house.key-store.pem.0.key=%s
            quarkus.tls.house.trust-store.pem.certs=%s
            """
                .formatted(server.pem(), server.key(), agent.pem()));
  }

  @Override
  public Map<String, String> composer() {
    return Map.ofEntries(
        Map.entry("QUARKUS_CONFIG_LOCATIONS", settings.toUri().toString()),
        Map.entry("QUARKUS_HTTP_TLS_CONFIGURATION_NAME", "house"),
        Map.entry("QUARKUS_HTTP_INSECURE_REQUESTS", "disabled"),
        Map.entry("COMPOSER_IDENTITY_CLOUD_API_ENABLED", "true"),
        Map.entry("COMPOSER_IDENTITY_CLOUD_API_KEY_URLS", issuer.url("/keys")),
        Map.entry("COMPOSER_IDENTITY_CLOUD_API_CA_FILE", server.pem().toString()),
        Map.entry("COMPOSER_IDENTITY_CLOUD_API_TENANT_CLAIMS", "rh-org-id"),
        Map.entry("COMPOSER_WORKER_API_TLS_CONFIGURATION_NAME", "house"),
        Map.entry("COMPOSER_WORKER_API_CLIENT_AUTH", "required"),
        Map.entry("COMPOSER_WORKER_API_ALLOWED_DOMAINS", "localhost"));
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
    try {
      return Map.of(
          "AGENT_COMPOSER_URL", "https://localhost:" + port,
          "AGENT_COMPOSER_CA_FILE", server.pem().toString(),
          "AGENT_COMPOSER_CLIENT_CERTIFICATE", agent.pem().toString(),
          "AGENT_COMPOSER_CLIENT_KEY", agent.key().toString());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    issuer.close();
  }
}
