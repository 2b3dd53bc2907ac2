package org.imagebuilder.composer.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.pgclient.PgException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator reads when the database does not let composer in. */
class RefusedStartTest {
  @ParameterizedTest
  @CsvSource({"28P01, PGPASSWORD", "28000, PGUSER", "3D000, PGDATABASE", "42501, PGUSER"})
  void a_refusal_names_the_key_to_look_at(String state, String key) {
    PgException refused = new PgException("said by the server", "FATAL", state, "");

    assertThat(Refusals.sentence(new IllegalStateException(refused)))
        .hasValueSatisfying(
            sentence -> assertThat(sentence).hasMessageContainingAll(key, "said by the server"));
  }

  @Test
  void a_statement_that_is_wrong_is_not_an_operators_fault() {
    PgException wrong = new PgException("syntax", "ERROR", "42601", "");

    assertThat(Refusals.sentence(wrong)).isEmpty();
  }
}
