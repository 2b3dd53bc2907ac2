package org.imagebuilder.composer.identity;

import io.vertx.core.Future;
import jakarta.ws.rs.ServiceUnavailableException;
import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.composer.errors.UnauthenticatedException;
import org.imagebuilder.composer.tenants.Caller;

/** Tells by a token who is calling, at one door. */
final class Entrance {
  private static final long RETRY_SECONDS = 10;

  private final KeySets keys;
  private final Policy policy;
  private final Duration trustVerified;
  private final InstantSource clock;
  private final RecentCallers recent = new RecentCallers();

  /** What claims have to say, and what they mean. */
  record Policy(TokenRules rules, AccessList access, TenantClaims tenants, Haste haste) {
    private Caller caller(Map<String, Object> claims) {
      return new Caller(tenants.of(claims), haste.of(claims));
    }
  }

  Entrance(KeySets keys, Policy policy, Duration trustVerified, InstantSource clock) {
    this.keys = keys;
    this.policy = policy;
    this.trustVerified = trustVerified;
    this.clock = clock;
  }

  /** Who this token is from; at once, unless a key has to be fetched. */
  Future<Caller> recognize(String token) {
    ByteBuffer digest = RecentCallers.digest(token);
    Optional<Caller> lately = recent.find(digest, clock.instant());
    if (lately.isPresent()) {
      return Future.succeededFuture(lately.get());
    }
    try {
      SignedToken signed = SignedToken.parse(token);
      String id = signed.keyId().orElseThrow(Entrance::unverifiable);
      return keys.find(id).map(known -> admitted(signed, known, digest));
    } catch (UnauthenticatedException refused) {
      return Future.failedFuture(refused);
    }
  }

  private Caller admitted(SignedToken signed, List<PublicKey> known, ByteBuffer digest) {
    if (known.isEmpty()) {
      // While no token can be verified, it is not this one's fault.
      throw keys.areMissing() ? new ServiceUnavailableException(RETRY_SECONDS) : unverifiable();
    }
    Map<String, Object> claims = signed.claims(known).getClaimsMap();
    Instant now = clock.instant();
    Instant end = policy.rules().check(claims, now);
    policy.access().check(claims);
    Caller caller = policy.caller(claims);
    Instant again = now.plus(trustVerified);
    recent.remember(digest, caller, end.isBefore(again) ? end : again);
    return caller;
  }

  private static UnauthenticatedException unverifiable() {
    return new UnauthenticatedException("Bearer token can't be verified");
  }
}
