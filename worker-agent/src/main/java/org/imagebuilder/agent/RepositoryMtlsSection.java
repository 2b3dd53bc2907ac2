package org.imagebuilder.agent;

import java.net.URI;
import java.util.Optional;

/** Certificates for the repositories below one address. */
public interface RepositoryMtlsSection {

  /** Scheme, host and path that a repository's address must begin with. */
  Optional<URI> baseurl();

  /** File of the certificate authority. */
  Optional<String> ca();

  /** File of the client certificate's key. */
  Optional<String> mtlsClientKey();

  /** File of the client certificate. */
  Optional<String> mtlsClientCert();

  /** Proxy in front of all repositories. */
  Optional<URI> proxy();
}
