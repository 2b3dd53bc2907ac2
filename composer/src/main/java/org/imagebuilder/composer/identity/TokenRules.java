package org.imagebuilder.composer.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.imagebuilder.composer.errors.UnauthenticatedException;

/**
 * What the claims of a verified token have to say for it to be good now. Clients know the order of
 * the checks and their sentences.
 *
 * @param audiences one of which the token has to be meant for; empty takes any
 * @param issuers one of which it has to come from; empty takes any
 */
record TokenRules(Duration skew, Set<String> audiences, Set<String> issuers) {
  private static final List<String> REQUIRED_TIMES = List.of("iat", "exp");
  private static final String TOKEN_TYPE = "bearer";

  TokenRules {
    audiences = Set.copyOf(audiences);
    issuers = Set.copyOf(issuers);
  }

  /** Checks the claims; gives the time at which the token ends. */
  Instant check(Map<String, Object> claims, Instant now) {
    checkTimes(claims, now);
    checkType(claims);
    REQUIRED_TIMES.forEach(claim -> requireTime(claims, claim));
    if (claims.containsKey("impersonated") && !Boolean.FALSE.equals(claims.get("impersonated"))) {
      throw new UnauthenticatedException("Impersonation isn't allowed");
    }
    checkPurpose(claims);
    return time(claims, "exp").orElseThrow();
  }

  private void checkTimes(Map<String, Object> claims, Instant now) {
    if (time(claims, "exp").filter(end -> !now.isBefore(end.plus(skew))).isPresent()) {
      throw new UnauthenticatedException("Bearer token is expired");
    }
    if (time(claims, "iat").filter(now.plus(skew)::isBefore).isPresent()) {
      throw new UnauthenticatedException("Bearer token was issued in the future");
    }
    if (time(claims, "nbf").filter(now.plus(skew)::isBefore).isPresent()) {
      throw new UnauthenticatedException("Bearer token isn't valid yet");
    }
  }

  private static void checkType(Map<String, Object> claims) {
    Object type = claims.get("typ");
    if (type != null && !String.valueOf(type).equalsIgnoreCase(TOKEN_TYPE)) {
      throw new UnauthenticatedException("Bearer token type '" + type + "' isn't allowed");
    }
  }

  private static void requireTime(Map<String, Object> claims, String claim) {
    if (!claims.containsKey(claim)) {
      throw new UnauthenticatedException(
          "Bearer token doesn't contain required claim '" + claim + "'");
    }
    if (time(claims, claim).isEmpty()) {
      throw new UnauthenticatedException(
          "Bearer token claim '%s' contains incorrect time value '%s'"
              .formatted(claim, claims.get(claim)));
    }
  }

  private void checkPurpose(Map<String, Object> claims) {
    if (!audiences.isEmpty() && Claims.words(claims.get("aud")).noneMatch(audiences::contains)) {
      throw new UnauthenticatedException("Bearer token isn't meant for this service");
    }
    if (!issuers.isEmpty() && !(claims.get("iss") instanceof String by && issuers.contains(by))) {
      throw new UnauthenticatedException("Issuer of bearer token isn't accepted");
    }
  }

  private static Optional<Instant> time(Map<String, Object> claims, String claim) {
    return claims.get(claim) instanceof Number seconds
        ? Optional.of(Claims.instant(seconds.doubleValue()))
        : Optional.empty();
  }
}
