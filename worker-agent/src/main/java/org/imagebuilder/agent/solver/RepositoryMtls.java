package org.imagebuilder.agent.solver;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.imagebuilder.agent.contract.worker.model.RepoConfig;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;

/**
 * The certificates of this worker for repositories below one address, and the proxy in front.
 *
 * @param baseurl what they are for
 * @param ca path of the certificate authority's file
 * @param clientKey path of the key
 * @param clientCertificate path of the certificate
 * @param proxy through which repositories are reached, these and others
 */
public record RepositoryMtls(
    Optional<URI> baseurl,
    Optional<String> ca,
    Optional<String> clientKey,
    Optional<String> clientCertificate,
    Optional<URI> proxy) {

  /** The name under which osbuild finds the certificates when it downloads. */
  public static final String SECRETS = "org.osbuild.mtls";

  /** Without certificates and proxy. */
  public static final RepositoryMtls NONE =
      new RepositoryMtls(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Whether they are for this address; one that is none is job error 39. */
  public boolean matches(String address) throws JobErrorException {
    URI url = url(address);
    return baseurl
        .filter(base -> same(base.getScheme(), url.getScheme()))
        .filter(base -> same(base.getHost(), url.getHost()) && port(base) == port(url))
        .filter(base -> path(url).startsWith(path(base)))
        .isPresent();
  }

  /** Writes the certificates into a repository that they are for. */
  void applyTo(RepoConfig repository) throws JobErrorException {
    for (String address : SolverRepository.list(repository.getBaseurls())) {
      if (matches(address)) {
        ca.ifPresent(repository::setSslcacert);
        clientKey.ifPresent(repository::setSslclientkey);
        clientCertificate.ifPresent(repository::setSslclientcert);
      }
    }
  }

  /** What osbuild's sources want to know of it, for packages and for OSTree commits. */
  public Map<String, String> environment() {
    Map<String, String> variables = new TreeMap<>();
    for (String source : new String[] {"CURL", "OSTREE"}) {
      String prefix = "OSBUILD_SOURCES_" + source + "_";
      if (baseurl.isPresent()) {
        ca.ifPresent(path -> variables.put(prefix + "SSL_CA_CERT", path));
        clientKey.ifPresent(path -> variables.put(prefix + "SSL_CLIENT_KEY", path));
        clientCertificate.ifPresent(path -> variables.put(prefix + "SSL_CLIENT_CERT", path));
      }
      proxy.ifPresent(address -> variables.put(prefix + "PROXY", address.toString()));
    }
    return variables;
  }

  /** An address of a repository that may be asked: by HTTP, without a password in it. */
  public static URI url(String address) throws JobErrorException {
    try {
      URI url = new URI(address);
      String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
      if (!scheme.equals("http") && !scheme.equals("https")) {
        throw invalid("begin with http:// or https://", withoutUser(address));
      }
      if (url.getHost() == null || url.getRawUserInfo() != null) {
        throw invalid("name a host, and no user", withoutUser(address));
      }
      return url;
    } catch (URISyntaxException e) {
      throw invalid("be a URL", withoutUser(address));
    }
  }

  /** A proxy's address may hold a password. */
  @Override
  public String toString() {
    return "RepositoryMtls[%s]".formatted(baseurl.map(URI::toString).orElse(""));
  }

  private static JobErrorException invalid(String what, String address) {
    return new JobErrorException(
        JobErrorCode.INVALID_REPOSITORY_URL,
        "A repository's address must %s: %s".formatted(what, address));
  }

  private static String withoutUser(String address) {
    return address.replaceFirst("//[^/]*@", "//…@");
  }

  private static boolean same(String one, String other) {
    return one != null && one.equalsIgnoreCase(other);
  }

  private static int port(URI url) {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
  }

  /** A prefix ends where a name ends: /private is not for /private-not. */
  private static String path(URI url) {
    String path = url.normalize().getPath();
    return path == null || path.isEmpty() ? "/" : path.endsWith("/") ? path : path + "/";
  }
}
