package org.imagebuilder.composer.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.imagebuilder.composer.errors.UnauthenticatedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TokenRulesTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
  private static final TokenRules RULES = new TokenRules(Duration.ZERO, Set.of(), Set.of());

  @Test
  void a_good_token_ends_when_it_says() {
    assertThat(RULES.check(good(), NOW)).isEqualTo(Instant.ofEpochSecond(1_000_600));
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(Map.of("exp", 1_000_000L), "Bearer token is expired"),
        Arguments.of(Map.of("iat", 1_000_001L), "Bearer token was issued in the future"),
        Arguments.of(Map.of("nbf", 1_000_001L), "Bearer token isn't valid yet"),
        Arguments.of(Map.of("typ", "Refresh"), "Bearer token type 'Refresh' isn't allowed"),
        Arguments.of(Map.of("typ", 7), "Bearer token type '7' isn't allowed"),
        Arguments.of(
            Map.of("iat", "soon"), "Bearer token claim 'iat' contains incorrect time value 'soon'"),
        Arguments.of(
            Map.of("exp", "late"), "Bearer token claim 'exp' contains incorrect time value 'late'"),
        Arguments.of(Map.of("impersonated", true), "Impersonation isn't allowed"),
        Arguments.of(Map.of("impersonated", "false"), "Impersonation isn't allowed"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void a_claim_that_does_not_fit_is_refused(Map<String, Object> wrong, String reason) {
    Map<String, Object> claims = good();
    claims.putAll(wrong);

    assertThatThrownBy(() -> RULES.check(claims, NOW))
        .isInstanceOf(UnauthenticatedException.class)
        .hasMessage(reason);
  }

  @Test
  void the_times_of_issue_and_end_are_required_in_this_order() {
    assertThatThrownBy(() -> RULES.check(Map.of(), NOW))
        .hasMessage("Bearer token doesn't contain required claim 'iat'");
    assertThatThrownBy(() -> RULES.check(Map.of("iat", 1L), NOW))
        .hasMessage("Bearer token doesn't contain required claim 'exp'");
  }

  @Test
  void the_first_of_several_faults_is_told() {
    Map<String, Object> claims =
        Map.of("exp", 1L, "iat", 2_000_000L, "typ", "x", "impersonated", true);

    assertThatThrownBy(() -> RULES.check(claims, NOW)).hasMessage("Bearer token is expired");
  }

  @Test
  void the_type_of_a_token_is_read_in_any_case_and_may_be_missing() {
    Map<String, Object> claims = good();
    claims.put("typ", "BEARER");
    claims.put("impersonated", false);

    assertThat(RULES.check(claims, NOW)).isAfter(NOW);
  }

  @Test
  void clocks_may_differ_where_configured() {
    TokenRules patient = new TokenRules(Duration.ofSeconds(5), Set.of(), Set.of());
    Map<String, Object> claims = good();
    claims.put("iat", 1_000_004L);

    assertThat(patient.check(claims, NOW)).isAfter(NOW);
  }

  @Test
  void times_beyond_all_calendars_are_times() {
    Map<String, Object> claims = good();
    claims.put("exp", 1e300);

    assertThat(RULES.check(claims, NOW)).isAfter(NOW);
  }

  @Test
  void a_token_has_to_be_meant_for_this_service_where_configured() {
    TokenRules strict = new TokenRules(Duration.ZERO, Set.of("composer"), Set.of());
    Map<String, Object> claims = good();
    claims.put("aud", List.of("other", "composer"));
    assertThat(strict.check(claims, NOW)).isAfter(NOW);

    claims.put("aud", "other");
    assertThatThrownBy(() -> strict.check(claims, NOW))
        .hasMessage("Bearer token isn't meant for this service");
  }

  @Test
  void a_token_has_to_come_from_an_accepted_issuer_where_configured() {
    TokenRules strict = new TokenRules(Duration.ZERO, Set.of(), Set.of("https://sso"));
    Map<String, Object> claims = good();
    claims.put("iss", "https://sso");
    assertThat(strict.check(claims, NOW)).isAfter(NOW);

    claims.remove("iss");
    assertThatThrownBy(() -> strict.check(claims, NOW))
        .hasMessage("Issuer of bearer token isn't accepted");
  }

  private static Map<String, Object> good() {
    return new HashMap<>(Map.of("iat", 999_000L, "exp", 1_000_600L));
  }
}
