package org.imagebuilder.composer.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.imagebuilder.composer.tenants.Tenant;
import org.junit.jupiter.api.Test;

class TenantClaimsTest {
  private static final List<String> NAMES = List.of("organisation", "account");

  @Test
  void equal_values_of_two_claims_are_two_tenants_where_configured() {
    TenantClaims separate = new TenantClaims(NAMES, true);

    Tenant organisation = separate.of(Map.of("organisation", "7"));

    assertThat(organisation).isNotEqualTo(separate.of(Map.of("account", "7")));
    assertThat(organisation.channel()).isNotEqualTo(separate.of(Map.of("account", "7")).channel());
  }

  @Test
  void the_first_claim_that_names_a_tenant_counts() {
    TenantClaims together = new TenantClaims(NAMES, false);

    Tenant tenant = together.of(Map.of("account", "8", "organisation", ""));

    assertThat(tenant.channel().name()).isEqualTo("org-8");
  }
}
