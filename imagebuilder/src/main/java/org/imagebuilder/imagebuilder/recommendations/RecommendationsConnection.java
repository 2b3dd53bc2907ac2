package org.imagebuilder.imagebuilder.recommendations;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import org.imagebuilder.imagebuilder.neighbours.Connections;

/**
 * The way to the service, by authorities of its own where they are configured. It is made at the
 * start, so that what cannot be read stops that and not the first user.
 */
@Startup
@Singleton
class RecommendationsConnection {
  private final Optional<RecommendationsClient> client;

  RecommendationsConnection(Connections connections, RecommendationsConfig config) {
    client = config.url().map(url -> client(url, connections, config));
  }

  /** None where no service is configured. */
  Optional<RecommendationsClient> client() {
    return client;
  }

  private static RecommendationsClient client(
      URI url, Connections connections, RecommendationsConfig config) {
    QuarkusRestClientBuilder way = connections.to(RecommendationsConfig.KEY, config);
    if ("https".equalsIgnoreCase(url.getScheme())) {
      config.caPath().ifPresent(file -> way.trustStore(authorities(file)));
    }
    return way.build(RecommendationsClient.class);
  }

  private static KeyStore authorities(Path file) {
    try (InputStream pem = Files.newInputStream(file)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(pem);
      if (found.isEmpty()) {
        throw new IllegalStateException(file + " holds no certificates");
      }
      KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
      authorities.load(null, null);
      int number = 0;
      for (Certificate each : found) {
        authorities.setCertificateEntry("authority-" + number++, each);
      }
      return authorities;
    } catch (IOException | GeneralSecurityException failure) {
      throw new IllegalStateException(
          "imagebuilder.recommendations.ca-path: " + file + " cannot be read", failure);
    }
  }
}
