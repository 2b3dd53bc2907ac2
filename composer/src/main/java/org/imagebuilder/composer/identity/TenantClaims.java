package org.imagebuilder.composer.identity;

import java.util.List;
import java.util.Map;
import org.imagebuilder.composer.errors.NoTenantException;
import org.imagebuilder.composer.tenants.Tenant;

/**
 * Reads the tenant out of claims.
 *
 * @param names the claims that may name it; the first one that does counts
 * @param separate whether equal values of two claims are two tenants
 */
record TenantClaims(List<String> names, boolean separate) {
  static final String BETWEEN = "=";
  private static final int LONGEST = 256;

  TenantClaims {
    names = List.copyOf(names);
  }

  Tenant of(Map<String, Object> claims) {
    for (String name : names) {
      if (claims.get(name) instanceof String value && isFit(value)) {
        return new Tenant(separate ? name + BETWEEN + value : value);
      }
    }
    throw new NoTenantException(
        "the token has to name the tenant in one of these claims: " + String.join(", ", names));
  }

  /** The name becomes a channel's, a label of metrics, and a text in the database. */
  private static boolean isFit(String value) {
    return !value.isEmpty()
        && value.length() <= LONGEST
        && value.codePoints().noneMatch(Character::isISOControl);
  }
}
