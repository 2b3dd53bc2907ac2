package org.imagebuilder.composer.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who may come in at each door. */
@ConfigMapping(prefix = "composer.identity")
public interface IdentityConfig {
  /** The rules of the cloud API. */
  DoorRules cloudApi();

  /** The rules of the worker API. */
  DoorRules workerApi();

  /** The rules of one door. */
  interface DoorRules {
    /** Whether each request has to bring a bearer token. */
    @WithDefault("false")
    boolean enabled();

    /** Where the issuers publish their keys, as JSON Web Key Sets; https only. */
    Optional<List<String>> keyUrls();

    /** Lets key sets be fetched over plain HTTP. For tests only: whoever is between can forge. */
    @WithDefault("false")
    boolean allowPlainHttp();

    /** PEM file of authorities to trust besides the system's when key sets are fetched. */
    Optional<Path> caFile();

    /** How long all of one fetch of a key set may take. */
    @WithDefault("5s")
    Duration keyTimeout();

    /** The shortest time from one fetch to the next one for the sake of an unknown key. */
    @WithDefault("1m")
    Duration keyPause();

    /** The same after a fetch that failed. */
    @WithDefault("10s")
    Duration keyRetryPause();

    /** The age at which keys in use are fetched again, beside the requests. */
    @WithDefault("1h")
    Duration keyAge();

    /** How long a verified token is good without being verified again; never beyond its end. */
    @WithDefault("5m")
    Duration trustVerified();

    /** How far the clocks of issuers may differ from this one's. */
    @WithDefault("0s")
    Duration clockSkew();

    /** YAML file: a list of claims with patterns, one of which has to match. */
    Optional<Path> aclFile();

    /** The claims that may name the tenant, in order. */
    Optional<List<String>> tenantClaims();

    /** Puts the claim's name into the tenant's, so that equal values of two claims differ. */
    @WithDefault("false")
    boolean separateTenantClaims();

    /** The names this service has for issuers; a token has to be meant for one of them. */
    Optional<List<String>> audiences();

    /** Whose tokens are good here; without it, all that the keys verify. */
    Optional<List<String>> issuers();

    /** The claim that says whether a caller may ask for a head start. */
    Optional<String> interactiveClaim();

    /** The values of that claim that allow it. */
    Optional<List<String>> interactiveValues();
  }
}
