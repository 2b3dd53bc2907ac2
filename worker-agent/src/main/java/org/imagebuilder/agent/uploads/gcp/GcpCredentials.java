package org.imagebuilder.agent.uploads.gcp;

import java.net.URI;
import java.util.Optional;
import org.imagebuilder.agent.uploads.PemKey;

/** Who asks Google for tokens, and in which project images are made. */
sealed interface GcpCredentials {

  Optional<String> project();

  /** An account of its own, which signs with a key. */
  record ServiceAccount(
      String email, Optional<String> keyId, PemKey key, URI tokens, Optional<String> project)
      implements GcpCredentials {}

  /** A person who let the program act for them. */
  record AuthorizedUser(
      String clientId, String clientSecret, String refreshToken, Optional<String> project)
      implements GcpCredentials {

    /** Without the secrets. */
    @Override
    public String toString() {
      return "AuthorizedUser[" + clientId + "]";
    }
  }

  /** The account of the machine that the agent runs on; its metadata server knows the rest. */
  record Machine() implements GcpCredentials {
    @Override
    public Optional<String> project() {
      return Optional.empty();
    }
  }
}
