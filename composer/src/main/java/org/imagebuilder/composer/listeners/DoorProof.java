package org.imagebuilder.composer.listeners;

import io.quarkus.tls.runtime.TrustAllOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.composer.identity.Door;
import org.imagebuilder.composer.operations.StartException;

/**
 * By what callers of a door prove who they are: over TLS either by certificates or by tokens, so
 * that none of the two is thought to be asked for and is not.
 *
 * @param certificates whether they have to show one
 * @param allowedDomains for one of which it has to be valid
 * @param tokens whether each request has to bring one
 */
record DoorProof(
    Door door, ClientAuth certificates, Optional<List<String>> allowedDomains, boolean tokens) {
  /** The keys that this door is configured by. */
  private record Keys(String prefix, String tls) {
    private static Keys of(Door door) {
      return switch (door) {
        case CLOUD_API -> new Keys("composer.cloud-api", "quarkus.http.tls-configuration-name");
        case WORKER_API ->
            new Keys("composer.worker-api", "composer.worker-api.tls-configuration-name");
      };
    }
  }

  /** Has a server ask for certificates as configured, or says what is contradictory about it. */
  void configure(HttpServerOptions options) {
    boolean tls = options.getKeyCertOptions() != null;
    AllowedDomains domains =
        AllowedDomains.of(
            allowedDomains.orElse(List.of()).stream().filter(name -> !name.isBlank()).toList(),
            key("allowed-domains"));
    boolean none = domains.hosts().isEmpty() && domains.addresses().isEmpty();
    checkNames(none, tls);
    if (tls) {
      checkProof();
    }
    if (certificates != ClientAuth.NONE) {
      checkTrust(options);
      options.setClientAuth(certificates).setSslEngineOptions(new CertificateGuard(domains));
    }
  }

  private void checkNames(boolean none, boolean tls) {
    if (certificates == ClientAuth.NONE) {
      if (!none) {
        throw new StartException(
            "%s does nothing, since no certificates are asked for: set %s=required, or leave both out."
                .formatted(key("allowed-domains"), key("client-auth")));
      }
    } else if (!tls) {
      throw new StartException(
          "%s asks for certificates, which nobody can show without TLS: set %s."
              .formatted(key("client-auth"), Keys.of(door).tls()));
    } else if (none) {
      throw new StartException(
          "%s asks for certificates, but nobody's would be good: name in %s the hosts for one of which they have to be valid."
              .formatted(key("client-auth"), key("allowed-domains")));
    }
  }

  /** A certificate that need not be shown proves nothing. */
  private void checkProof() {
    boolean required = certificates == ClientAuth.REQUIRED;
    if (required && tokens) {
      throw new StartException(
          "callers would need both a certificate (%s=required) and a token (%s=true): choose one."
              .formatted(key("client-auth"), door.key("enabled")));
    }
    if (!required && !tokens) {
      throw new StartException(
          "with TLS, callers have to prove who they are: set either %s=required or %s=true."
              .formatted(key("client-auth"), door.key("enabled")));
    }
  }

  private void checkTrust(HttpServerOptions options) {
    if (options.getTrustOptions() == TrustAllOptions.INSTANCE) {
      throw new StartException(
          "trust-all of the TLS configuration (%s) accepts what anybody signed, so certificates (%s) would prove nothing: name a trust store."
              .formatted(Keys.of(door).tls(), key("client-auth")));
    }
  }

  private String key(String name) {
    return Keys.of(door).prefix() + "." + name;
  }
}
