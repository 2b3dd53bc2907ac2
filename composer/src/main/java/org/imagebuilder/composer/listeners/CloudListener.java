package org.imagebuilder.composer.listeners;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.imagebuilder.composer.identity.Callers;
import org.imagebuilder.composer.identity.Door;
import org.imagebuilder.composer.operations.StartException;

/**
 * The first door: Quarkus opens it, and this says whose certificates it takes. Quarkus' own key for
 * that is fixed when composer is built, and knows no names.
 */
@Singleton
final class CloudListener implements HttpServerOptionsCustomizer {
  private static final String PLAIN_IS_OPEN = "enabled";

  private final CloudApiConfig config;
  private final Callers callers;
  private final String plainHttp;

  CloudListener(
      CloudApiConfig config,
      Callers callers,
      @ConfigProperty(name = "quarkus.http.insecure-requests") Optional<String> plainHttp) {
    this.config = config;
    this.callers = callers;
    this.plainHttp = plainHttp.orElse(PLAIN_IS_OPEN);
  }

  /** Called without a certificate of the server's own, too; then there will be no TLS. */
  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    boolean isBuiltToAsk = options.getClientAuth() != ClientAuth.NONE;
    ClientAuth certificates =
        config.clientAuth() == ClientAuth.NONE && isBuiltToAsk
            ? options.getClientAuth()
            : config.clientAuth();
    new DoorProof(
            Door.CLOUD_API,
            certificates,
            config.allowedDomains(),
            callers.areAskedAt(Door.CLOUD_API))
        .configure(options);
    if (certificates == ClientAuth.REQUIRED && plainHttp.equalsIgnoreCase(PLAIN_IS_OPEN)) {
      throw new StartException(
          "over plain HTTP everybody could do without the certificate that composer.cloud-api.client-auth=required asks for: set quarkus.http.insecure-requests=disabled.");
    }
  }
}
