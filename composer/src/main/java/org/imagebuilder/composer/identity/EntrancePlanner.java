package org.imagebuilder.composer.identity;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.imagebuilder.composer.operations.StartException;

/** Turns the configuration of a door into its entrance, or says what is wrong with it. */
final class EntrancePlanner {
  private final Vertx vertx;
  private final InstantSource clock;

  EntrancePlanner(Vertx vertx, InstantSource clock) {
    this.vertx = vertx;
    this.clock = clock;
  }

  Optional<Entrance> plan(Door door, IdentityConfig.DoorRules rules) {
    return rules.enabled() ? Optional.of(entrance(door, rules)) : Optional.empty();
  }

  private Entrance entrance(Door door, IdentityConfig.DoorRules rules) {
    List<URI> urls =
        list(rules.keyUrls()).stream()
            .map(text -> url(text, rules.allowPlainHttp(), door))
            .toList();
    if (urls.isEmpty()) {
      throw missing(door, "key-urls", "the URLs of the issuers' key sets");
    }
    HttpClientOptions options = new HttpClientOptions().setKeepAlive(false);
    rules.caFile().ifPresent(file -> options.setTrustOptions(trusting(file, door)));
    KeySetClient client = new KeySetClient(vertx, options, rules.keyTimeout());
    KeySets keys =
        new KeySets(
            urls,
            client::fetch,
            new KeySets.Pauses(rules.keyPause(), rules.keyRetryPause(), rules.keyAge()),
            clock);
    return new Entrance(keys, policy(door, rules), rules.trustVerified(), clock);
  }

  private static Entrance.Policy policy(Door door, IdentityConfig.DoorRules rules) {
    Haste haste = Haste.of(rules.interactiveClaim(), rules.interactiveValues());
    if (haste.claim().isPresent() && haste.values().isEmpty()) {
      throw missing(door, "interactive-values", "what has to stand in the claim");
    }
    return new Entrance.Policy(
        new TokenRules(
            rules.clockSkew(),
            Set.copyOf(list(rules.audiences())),
            Set.copyOf(list(rules.issuers()))),
        rules
            .aclFile()
            .map(file -> AccessList.read(file, door.key("acl-file")))
            .orElse(AccessList.EVERYBODY),
        tenants(door, rules),
        haste);
  }

  private static TenantClaims tenants(Door door, IdentityConfig.DoorRules rules) {
    List<String> names = list(rules.tenantClaims());
    if (names.isEmpty()) {
      throw missing(door, "tenant-claims", "the claims that name the tenant, in order");
    }
    if (rules.separateTenantClaims()) {
      names.stream()
          .filter(name -> name.contains(TenantClaims.BETWEEN))
          .findFirst()
          .ifPresent(
              name -> {
                throw new StartException(
                    "%s=true cannot keep the claim '%s' (%s) apart from others: its name contains '%s'"
                        .formatted(
                            door.key("separate-tenant-claims"),
                            name,
                            door.key("tenant-claims"),
                            TenantClaims.BETWEEN));
              });
    }
    return new TenantClaims(names, rules.separateTenantClaims());
  }

  private static URI url(String text, boolean plainHttp, Door door) {
    try {
      URI url = new URI(text.strip());
      boolean fits =
          "https".equals(url.getScheme()) || (plainHttp && "http".equals(url.getScheme()));
      if (fits && url.getHost() != null) {
        return url;
      }
    } catch (URISyntaxException malformed) {
      // Told below, like the others.
    }
    throw new StartException(
        "'%s' (%s) is no URL of a key set: it has to begin with https://"
            .formatted(text, door.key("key-urls")));
  }

  private static TrustOptions trusting(Path file, Door door) {
    return TrustOptions.wrap(ExtraAuthorities.besidesTheSystems(file, door.key("ca-file")));
  }

  private static StartException missing(Door door, String name, String what) {
    return new StartException(
        "%s has to be set where %s=true: %s".formatted(door.key(name), door.key("enabled"), what));
  }

  private static List<String> list(Optional<List<String>> configured) {
    return configured.orElse(List.of()).stream().filter(text -> !text.isBlank()).toList();
  }
}
