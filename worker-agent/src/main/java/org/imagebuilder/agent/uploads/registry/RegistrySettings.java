package org.imagebuilder.agent.uploads.registry;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpProxies;
import org.imagebuilder.agent.http.HttpTrust;
import org.imagebuilder.agent.registries.RegistryLogins;

/**
 * The worker's own registry, and how registries are called.
 *
 * @param domain where images go whose names leave it open
 * @param pathPrefix what stands before such a name there
 * @param certificates directory with certificates for that registry
 * @param verify believe that registry only with a good certificate
 * @param logins for that registry
 * @param pause the longest first one after a failure
 */
public record RegistrySettings(
    Optional<String> domain,
    Optional<String> pathPrefix,
    Optional<Path> certificates,
    boolean verify,
    RegistryLogins logins,
    HttpProxies proxies,
    Duration pause) {

  /** Domain and prefix, before the name of an image; empty: the worker has no registry. */
  Optional<String> place() {
    return domain
        .map(RegistrySettings::trimmed)
        .filter(name -> !name.isEmpty())
        .map(
            name ->
                pathPrefix
                    .map(RegistrySettings::trimmed)
                    .filter(path -> !path.isEmpty())
                    .map(path -> name + "/" + path + "/")
                    .orElse(name + "/"));
  }

  /** Calls the registry of a destination as it is to be trusted. */
  HttpCaller caller(Destination destination) throws IOException, GeneralSecurityException {
    if (!destination.verify()) {
      return new HttpCaller(HttpTrust.of(Optional.empty(), true), proxies);
    }
    return destination.own() && certificates.isPresent()
        ? new HttpCaller(HttpTrust.ofDirectory(certificates.get()), proxies)
        : new HttpCaller(HttpTrust.usual(), proxies);
  }

  /** What is wrong, as a sentence. */
  Optional<String> problem() {
    try {
      if (certificates.isPresent()) {
        HttpTrust.ofDirectory(certificates.get());
      }
      return logins.problem();
    } catch (IOException | GeneralSecurityException e) {
      return Optional.of(unusable(e));
    }
  }

  static String unusable(Exception failure) {
    return "The certificates of agent.containers.cert-path cannot be used: " + failure.getMessage();
  }

  private static String trimmed(String part) {
    return part.strip().replaceFirst("^/+", "").replaceFirst("/+$", "");
  }
}
