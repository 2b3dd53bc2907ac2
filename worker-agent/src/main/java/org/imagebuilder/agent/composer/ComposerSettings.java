package org.imagebuilder.agent.composer;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.imagebuilder.agent.http.HttpProxy;

/**
 * Where composer is and how it is reached.
 *
 * @param basePath path of the worker API there
 * @param proxy HTTP proxy for composer and the token server
 * @param authority file with the certificate authorities that composer's certificate comes from;
 *     empty: the system's
 * @param identity certificate that the agent shows
 * @param authentication how tokens are got; empty: none are sent
 */
public record ComposerSettings(
    URI url,
    String basePath,
    Optional<HttpProxy> proxy,
    Optional<Path> authority,
    Optional<Identity> identity,
    Optional<Authentication> authentication) {

  public ComposerSettings {
    basePath = basePath.endsWith("/") ? basePath.substring(0, basePath.length() - 1) : basePath;
  }

  /** A composer that is reached without any of it. */
  public static ComposerSettings plain(URI url, String basePath) {
    return new ComposerSettings(
        url, basePath, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Files in PEM. */
  public record Identity(Path certificate, Path key) {}

  /**
   * OAuth. With a client secret the agent is a client of its own, else it renews an offline token.
   *
   * @param offlineToken file that holds it
   * @param clientSecret file that holds it; comes first
   */
  public record Authentication(
      URI tokenUrl, String clientId, Optional<Path> offlineToken, Optional<Path> clientSecret) {}
}
