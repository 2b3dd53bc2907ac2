package org.imagebuilder.imagebuilder.composes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.DatabaseAddress;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.imagebuilder.imagebuilder.doubles.PostgresServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The numbers that lists tell, beside a count of the rows themselves: one compose for each hour of
 * 20 days, of four image types, one without.
 */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class ComposeCountsTest {
  private static final String RECENT =
      " created_at >= (now() AT TIME ZONE 'UTC') - interval '14 days' AND NOT deleted";

  @DatabaseAddress String address;

  private final String organisation = "counts-" + UUID.randomUUID();
  private final ApiCaller user = ApiCaller.of(organisation);
  private PostgresServer.Database database;

  @BeforeEach
  void rowsAreThere() {
    database = new PostgresServer.Database(URI.create(address));
    // Half past each hour, so that no row is about to leave the window.
    database.execute(
        """
        INSERT INTO composes (job_id, request, created_at, account_number, org_id)
        SELECT gen_random_uuid(),
               CASE WHEN i % 5 = 0 THEN '{}'::jsonb ELSE jsonb_build_object('image_requests', jsonb_build_array(
                 jsonb_build_object('image_type', (ARRAY['aws','gcp','azure','guest-image'])[i % 5]))) END,
               (now() AT TIME ZONE 'UTC') - i * interval '1 hour' - interval '30 minutes', '', 'ORG'
        FROM generate_series(0, 479) AS i
        """
            .replace("ORG", organisation));
  }

  @Test
  void a_list_tells_how_many_there_are_in_its_window() {
    assertThat(counted("")).isEqualTo(336).isEqualTo(rows("true"));
  }

  @Test
  void hidden_image_types_are_not_counted_and_neither_are_rows_without_one() {
    assertThat(counted("&ignoreImageTypes=aws&ignoreImageTypes=gcp"))
        .isEqualTo(rows("request->'image_requests'->0->>'image_type' NOT IN ('aws', 'gcp')"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE composes SET deleted = true WHERE org_id = 'ORG' AND created_at > now() - interval"
            + " '3 days'",
        "UPDATE composes SET deleted = NOT deleted WHERE org_id = 'ORG'",
        "UPDATE composes SET deleted = true WHERE org_id = 'ORG'; UPDATE composes SET deleted ="
            + " true WHERE org_id = 'ORG'",
        "DELETE FROM composes WHERE org_id = 'ORG' AND created_at > now() - interval '9 days'",
        "UPDATE composes SET request = '{}' WHERE org_id = 'ORG'",
        "UPDATE composes SET created_at = created_at - interval '90 minutes' WHERE org_id = 'ORG'",
        "UPDATE composes SET email = 'x' WHERE org_id = 'ORG'",
        "BEGIN; DELETE FROM composes WHERE org_id = 'ORG'; ROLLBACK",
      })
  void whoever_changes_the_table_changes_the_numbers(String statement) {
    database.execute(statement.replace("ORG", organisation));

    assertThat(counted("")).isEqualTo(rows("true"));
    assertThat(counted("&ignoreImageTypes=aws"))
        .isEqualTo(rows("request->'image_requests'->0->>'image_type' <> 'aws'"));
  }

  @Test
  void a_page_that_is_far_back_follows_the_one_before_it() {
    var data = user.get("/composes?limit=100&offset=300").json().path("data");

    assertThat(data).hasSize(36);
    assertThat(data.findValuesAsText("created_at"))
        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "||, true",
        "&ignoreImageTypes=aws, |request->'image_requests'->0->>'image_type' <> 'aws'|"
      })
  void pages_one_after_the_other_are_the_whole_list(String filter, String condition) {
    // Several in an hour and at one moment, none in others, and some that nobody sees.
    database.execute(
        """
        INSERT INTO composes (job_id, request, created_at, account_number, org_id)
        SELECT gen_random_uuid(), request, created_at, '', org_id FROM composes
        WHERE org_id = 'ORG' AND extract(hour FROM created_at) < 9;
        UPDATE composes SET deleted = true
        WHERE org_id = 'ORG' AND extract(hour FROM created_at) BETWEEN 7 AND 11
        """
            .replace("ORG", organisation));

    List<String> ids = new ArrayList<>();
    for (int offset = 0; offset < 500; offset += 35) {
      String page = "/composes?limit=35&offset=" + offset + filter;
      ids.addAll(user.get(page).json().path("data").findValuesAsText("id"));
    }

    assertThat(String.join(",", ids)).isEqualTo(listed(condition));
  }

  private String listed(String condition) {
    return database.value(
        "SELECT string_agg(job_id::text, ',' ORDER BY created_at DESC, job_id) FROM composes"
            + " WHERE org_id = '%s' AND %s AND %s".formatted(organisation, RECENT, condition));
  }

  private int counted(String filter) {
    return user.get("/composes?limit=1" + filter).json().at("/meta/count").asInt();
  }

  private int rows(String condition) {
    return Integer.parseInt(
        database.value(
            "SELECT count(*) FROM composes WHERE org_id = '%s' AND %s AND %s"
                .formatted(organisation, RECENT, condition)));
  }
}
