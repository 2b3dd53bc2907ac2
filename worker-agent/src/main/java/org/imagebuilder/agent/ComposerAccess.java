package org.imagebuilder.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.imagebuilder.agent.composer.ComposerConnection;
import org.imagebuilder.agent.composer.ComposerSettings;
import org.imagebuilder.agent.composer.ComposerSettings.Authentication;
import org.imagebuilder.agent.composer.ComposerSettings.Identity;
import org.imagebuilder.agent.http.HttpProxy;
import org.jboss.logging.Logger;

/**
 * Finds out of the configuration how composer is reached. With OAuth tokens are sent; otherwise a
 * certificate is shown where there is one. What cannot be is a failure with a sentence.
 */
final class ComposerAccess {

  private static final Logger LOG = Logger.getLogger(ComposerAccess.class);
  private static final int LARGEST_PORT = 0xffff;

  private final ComposerSection composer;
  private final AuthenticationSection authentication;

  ComposerAccess(AgentConfig config) {
    this.composer = config.composer();
    this.authentication = config.authentication();
  }

  ComposerConnection connect() throws IOException {
    ComposerSettings settings = settings();
    try {
      return new ComposerConnection(settings);
    } catch (IOException e) {
      throw new IOException(
          e.getMessage()
              + "; look at agent.composer.ca-file, agent.composer.client-certificate and"
              + " agent.composer.client-key",
          e);
    }
  }

  ComposerSettings settings() throws IOException {
    URI url = composer.url();
    if (!isHttp(url)) {
      throw new IOException(
          "agent.composer.url is %s; it has to be like https://composer.example.com:8700"
              .formatted(url));
    }
    Optional<Authentication> tokens = tokens();
    if (tokens.isPresent() && isOpen(url)) {
      LOG.warnf("Tokens go to composer unencrypted; use https, composer=%s", url);
    }
    return new ComposerSettings(
        url, composer.basePath(), proxy(), authority(), identity(tokens.isPresent()), tokens);
  }

  private Optional<HttpProxy> proxy() throws IOException {
    try {
      return composer.proxy().map(HttpProxy::of);
    } catch (IllegalArgumentException e) {
      throw new IOException("agent.composer.proxy " + e.getMessage(), e);
    }
  }

  /** The default file may be missing; one that somebody named may not. */
  private Optional<Path> authority() throws IOException {
    return present(composer.caFile(), ComposerSection.DEFAULT_CA_FILE, "agent.composer.ca-file");
  }

  private Optional<Identity> identity(boolean hasTokens) throws IOException {
    Optional<Path> certificate =
        present(
            composer.clientCertificate(),
            ComposerSection.DEFAULT_CERTIFICATE,
            "agent.composer.client-certificate");
    Optional<Path> key =
        present(composer.clientKey(), ComposerSection.DEFAULT_KEY, "agent.composer.client-key");
    boolean isNamed =
        !composer.clientCertificate().equals(Path.of(ComposerSection.DEFAULT_CERTIFICATE))
            || !composer.clientKey().equals(Path.of(ComposerSection.DEFAULT_KEY));
    boolean isWanted = isNamed || (!hasTokens && (certificate.isPresent() || key.isPresent()));
    if (!isWanted) {
      return Optional.empty();
    }
    if (certificate.isEmpty() || key.isEmpty()) {
      throw new IOException(
          "A client certificate needs its key: %s is there, %s is not"
              .formatted(
                  certificate.isPresent() ? composer.clientCertificate() : composer.clientKey(),
                  certificate.isPresent() ? composer.clientKey() : composer.clientCertificate()));
    }
    return Optional.of(new Identity(certificate.get(), key.get()));
  }

  private Optional<Authentication> tokens() throws IOException {
    if (authentication.oauthUrl().isEmpty()) {
      return Optional.empty();
    }
    URI url = authentication.oauthUrl().get();
    if (!isHttp(url)) {
      throw new IOException(
          "agent.authentication.oauth-url has to be like https://sso.example.com/token");
    }
    if (authentication.clientId().isEmpty()) {
      throw new IOException("agent.authentication.oauth-url needs agent.authentication.client-id");
    }
    if (authentication.clientSecret().isEmpty() && authentication.offlineToken().isEmpty()) {
      throw new IOException(
          "agent.authentication.oauth-url needs a file in agent.authentication.client-secret or"
              + " agent.authentication.offline-token");
    }
    return Optional.of(
        new Authentication(
            url,
            authentication.clientId().get(),
            secret(authentication.offlineToken(), "agent.authentication.offline-token"),
            secret(authentication.clientSecret(), "agent.authentication.client-secret")));
  }

  private static Optional<Path> secret(Optional<Path> file, String key) throws IOException {
    if (file.isPresent() && !Files.isReadable(file.get())) {
      throw new IOException("%s: the file %s cannot be read".formatted(key, file.get()));
    }
    return file;
  }

  private static Optional<Path> present(Path file, String byDefault, String key)
      throws IOException {
    if (Files.exists(file)) {
      return Optional.of(file);
    }
    if (!file.equals(Path.of(byDefault))) {
      throw new IOException("%s: the file %s does not exist".formatted(key, file));
    }
    return Optional.empty();
  }

  private static boolean isHttp(URI url) {
    return url.getHost() != null
        && url.getPort() <= LARGEST_PORT
        && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()));
  }

  /** Whether others could listen. */
  private static boolean isOpen(URI url) {
    try {
      return "http".equals(url.getScheme())
          && !InetAddress.getByName(url.getHost()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
