package org.imagebuilder.agent.sources;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpProxies;
import org.imagebuilder.agent.http.HttpProxy;
import org.imagebuilder.agent.http.HttpTrust;
import org.imagebuilder.agent.solver.RepositoryMtls;

/** Who reads repositories: anybody, this worker with its certificates, a subscribed machine. */
public final class RepositoryCallers {

  private static final String KEY = "etc/pki/consumer/key.pem";
  private static final String CERTIFICATE = "etc/pki/consumer/cert.pem";
  private static final String AUTHORITY = "etc/rhsm/ca/redhat-uep.pem";

  private final RepositoryMtls mtls;
  private final HttpProxies proxies;
  private final Path root;

  /**
   * @param root the machine's, below which its subscription lies
   */
  public RepositoryCallers(RepositoryMtls mtls, HttpProxies proxies, Path root) {
    this.mtls = mtls;
    this.proxies = proxies;
    this.root = root;
  }

  HttpCaller plain() {
    return new HttpCaller(HttpTrust.usual(), proxies);
  }

  /** With the certificates and the proxy of this worker's private repositories. */
  HttpCaller withCertificates() throws JobErrorException {
    return new HttpCaller(
        trust(
            mtls.ca().map(Path::of),
            mtls.clientKey().map(Path::of),
            mtls.clientCertificate().map(Path::of),
            "agent.repository-mtls"),
        through());
  }

  private HttpProxies through() throws JobErrorException {
    try {
      return mtls.proxy()
          .map(address -> HttpProxies.of(HttpProxy.of(address.toString())))
          .orElse(proxies);
    } catch (IllegalArgumentException e) {
      throw new JobErrorException(
          JobErrorCode.INVALID_CONFIG, "agent.repository-mtls.proxy " + e.getMessage());
    }
  }

  /** With the identity of this machine's subscription. */
  HttpCaller withSubscription() throws JobErrorException {
    if (!Files.isReadable(root.resolve(KEY))) {
      throw JobErrorException.of(
          JobErrorCode.OSTREE_PARAMS_INVALID,
          "A repository needs a subscription (rhsm), and the worker's machine has none");
    }
    return new HttpCaller(
        trust(
            Optional.of(root.resolve(AUTHORITY)).filter(Files::isReadable),
            Optional.of(root.resolve(KEY)),
            Optional.of(root.resolve(CERTIFICATE)),
            "subscription-manager"),
        proxies);
  }

  private static HttpTrust trust(
      Optional<Path> authority, Optional<Path> key, Optional<Path> certificate, String whose)
      throws JobErrorException {
    try {
      return key.isPresent() && certificate.isPresent()
          ? HttpTrust.showing(authority, key.get(), certificate.get())
          : HttpTrust.of(authority, false);
    } catch (IOException | GeneralSecurityException e) {
      throw new JobErrorException(
          JobErrorCode.INVALID_CONFIG,
          "The certificates of %s cannot be used: %s".formatted(whose, e.getMessage()));
    }
  }
}
