package org.imagebuilder.agent;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** How the agent gets tokens for composer. */
public interface AuthenticationSection {

  /** Token endpoint; empty: no tokens are sent. */
  Optional<URI> oauthUrl();

  Optional<String> clientId();

  /** File with the secret of the client, which then is who calls. */
  Optional<Path> clientSecret();

  /** File with an offline token, which is renewed. */
  Optional<Path> offlineToken();
}
