package org.imagebuilder.imagebuilder.composes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.DatabaseAddress;
import org.imagebuilder.imagebuilder.doubles.Examples;
import org.imagebuilder.imagebuilder.doubles.FakeComposer;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.imagebuilder.imagebuilder.doubles.PostgresServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(QuotaTest.WithQuota.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class QuotaResourceTest {
  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  @DatabaseAddress String address;

  private final String organisation = "org-" + UUID.randomUUID();
  private final ApiCaller user = ApiCaller.of(organisation);

  @BeforeEach
  void calm() {
    composer.reset();
  }

  @Test
  void who_has_asked_for_nothing_has_all_that_is_allowed() {
    JsonNode quota = user.get("/quota").json();

    assertThat(quota.path("unlimited").asBoolean(true)).isFalse();
    assertThat(quota.path("limit").asLong()).isEqualTo(3);
    assertThat(quota.path("window_seconds").asLong()).isEqualTo(1209600);
    assertThat(quota.path("used").asLong()).isZero();
    assertThat(quota.path("remaining").asLong()).isEqualTo(3);
    assertThat(quota.has("next_slot_at")).isFalse();
  }

  @Test
  void the_next_slot_is_the_oldest_composes() {
    compose();
    keep(3);

    JsonNode quota = user.get("/quota").json();

    assertThat(quota.path("used").asLong()).isEqualTo(2);
    assertThat(quota.path("remaining").asLong()).isEqualTo(1);
    assertThat(quota.path("next_slot_at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}Z");
    isFreeIn(quota, Duration.ofDays(11));
  }

  @Test
  void of_more_than_the_limit_those_beyond_it_have_to_leave_first() {
    for (int day = 1; day <= 5; day++) {
      keep(day);
    }

    JsonNode quota = user.get("/quota").json();

    assertThat(quota.path("used").asLong()).isEqualTo(5);
    assertThat(quota.path("remaining").asLong()).isZero();
    // Those of five and four days ago leave unnoticed; that of three days ago makes room.
    isFreeIn(quota, Duration.ofDays(11));
  }

  @Test
  void what_is_deleted_counts_and_what_is_older_than_the_window_does_not() {
    keep(13);
    keep(15);
    database().execute("UPDATE composes SET deleted = true");

    assertThat(user.get("/quota").json().path("used").asLong()).isEqualTo(1);
  }

  @Test
  void a_limit_of_nothing_never_has_a_slot() {
    JsonNode quota = ApiCaller.of("org-without").get("/quota").json();

    assertThat(quota.path("limit").asLong()).isZero();
    assertThat(quota.path("remaining").asLong(1)).isZero();
    assertThat(quota.has("next_slot_at")).isFalse();
  }

  @Test
  void a_window_of_no_length_is_no_limit() {
    assertThat(ApiCaller.of("org-unlimited").get("/quota").text())
        .isEqualTo("{\"unlimited\":true}");
  }

  @Test
  void what_others_use_is_not_told() {
    keep(1);

    JsonNode quota = ApiCaller.of("somebody-else").get("/quota").json();

    assertThat(quota.path("used").asLong(1)).isZero();
  }

  private void compose() {
    assertThat(user.compose(Examples.read("compose.request.debian-13.json")).status())
        .isEqualTo(201);
  }

  private static void isFreeIn(JsonNode quota, Duration wait) {
    assertThat(OffsetDateTime.parse(quota.path("next_slot_at").asText()))
        .isCloseTo(OffsetDateTime.now(ZoneOffset.UTC).plus(wait), within(1, ChronoUnit.MINUTES));
  }

  private void keep(int daysAgo) {
    database()
        .execute(
            """
            INSERT INTO composes (job_id, request, created_at, account_number, org_id)
            VALUES (gen_random_uuid(), '{}', now() AT TIME ZONE 'UTC' - interval '%d days', '', '%s')
            """
                .formatted(daysAgo, organisation));
  }

  private PostgresServer.Database database() {
    return new PostgresServer.Database(URI.create(address));
  }
}
