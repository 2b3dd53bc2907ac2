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
import java.util.concurrent.TimeUnit;

/**
 * The way to the service, by a proxy and by authorities of its own where they are configured. It is
 * made at the start, so that what cannot be read stops that and not the first user.
 */
@Startup
@Singleton
class RecommendationsConnection {
  private static final int CONNECT_SECONDS = 3;
  private static final int READ_SECONDS = 20;

  private final Optional<RecommendationsClient> client;

  RecommendationsConnection(RecommendationsConfig config) {
    client = config.url().map(url -> client(url, config));
  }

  /** None where no service is configured. */
  Optional<RecommendationsClient> client() {
    return client;
  }

  private static RecommendationsClient client(URI url, RecommendationsConfig config) {
    QuarkusRestClientBuilder builder =
        QuarkusRestClientBuilder.newBuilder()
            .baseUri(url)
            .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
            .readTimeout(READ_SECONDS, TimeUnit.SECONDS);
    config.proxy().ifPresent(proxy -> use(proxy, builder));
    if ("https".equalsIgnoreCase(url.getScheme())) {
      config.caPath().ifPresent(file -> builder.trustStore(authorities(file)));
    }
    return builder.build(RecommendationsClient.class);
  }

  private static void use(URI proxy, QuarkusRestClientBuilder builder) {
    if (proxy.getHost() == null || proxy.getPort() < 0) {
      throw new IllegalStateException(
          "imagebuilder.recommendations.proxy has to be a URL with host and port, such as"
              + " http://proxy.example.com:3128");
    }
    builder.proxyAddress(proxy.getHost(), proxy.getPort());
    String user = proxy.getUserInfo();
    if (user != null) {
      String[] parts = user.split(":", 2);
      builder.proxyUser(parts[0]);
      builder.proxyPassword(parts.length > 1 ? parts[1] : "");
    }
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
