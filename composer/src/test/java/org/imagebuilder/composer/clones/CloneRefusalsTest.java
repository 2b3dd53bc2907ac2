package org.imagebuilder.composer.clones;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.imagebuilder.composer.clones.CloneCalls.Answer;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.queue.JobQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be cloned, and what is no clone, over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init")
class CloneRefusalsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TestHTTPResource("/")
  URI server;

  @Inject Database database;
  @Inject JobQueue queue;
  @Inject Jobs jobs;

  private CloneCalls calls;

  @BeforeEach
  void begin() {
    calls = new CloneCalls(server, database, queue, jobs);
    calls.forgetOtherTests();
  }

  @Test
  void a_key_of_another_clone_is_refused() throws IOException {
    String compose = calls.aComposeOnAws();
    calls.post(compose, CloneCalls.ELSEWHERE, "Idempotency-Key", "k-1");

    Answer other = calls.post(compose, CloneCalls.HERE, "Idempotency-Key", "k-1");

    assertThat(other.status()).isEqualTo(422);
    assertThat(other.text("/id")).isEqualTo("50");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                              | region",
        "{\"region\": 1}                                 | region",
        "{\"region\": \"\"}                              | region",
        "{\"region\": \"us east\"}                       | region",
        "{\"region\": \"r\", \"regions\": []}            | regions",
        "{\"region\": \"r\", \"share_with_accounts\": 1} | share_with_accounts",
        "{\"region\": \"r\", \"share_with_accounts\": [1]} | share_with_accounts",
        "[]                                              | ''",
        "{                                               | ''",
      })
  void a_body_that_does_not_fit_is_refused_by_the_name_of_the_member(String body, String member)
      throws IOException {
    Answer refused = calls.post(UUID.randomUUID().toString(), body);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("/id")).isEqualTo("30");
    assertThat(refused.text("/details")).contains(member);
  }

  @Test
  void an_unknown_compose_is_not_found() throws IOException {
    Answer refused = calls.post(UUID.randomUUID().toString(), CloneCalls.ELSEWHERE);

    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.text("/id")).isEqualTo("15");
  }

  @Test
  void a_compose_that_has_not_ended_cannot_be_cloned() throws IOException {
    String compose = calls.aCompose("[]");

    Answer refused = calls.post(compose, CloneCalls.ELSEWHERE);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("/id")).isEqualTo("31");
  }

  @ParameterizedTest
  @CsvSource({"org.osbuild.aws.s3,32,400", "org.osbuild.unheard.of,1007,500"})
  void only_images_on_aws_can_be_cloned(String target, String number, int status)
      throws IOException {
    String compose = calls.aCompose("[]");
    calls.succeed("[{\"name\": \"%s\", \"options\": {}}]".formatted(target));

    Answer refused = calls.post(compose, CloneCalls.ELSEWHERE);

    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.text("/id")).isEqualTo(number);
  }

  @Test
  void an_image_that_went_to_two_targets_cannot_be_cloned() throws IOException {
    String compose = calls.aCompose("[]");
    calls.succeed("[{\"name\": \"org.osbuild.aws\"}, {\"name\": \"org.osbuild.aws.s3\"}]");

    Answer refused = calls.post(compose, CloneCalls.ELSEWHERE);

    assertThat(refused.text("/id")).isEqualTo("1006");
  }

  @Test
  void the_id_of_a_compose_is_no_clone() throws IOException {
    Answer refused = calls.status(calls.aComposeOnAws());

    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.text("/id")).isEqualTo("26");
  }

  @Test
  void another_tenants_clone_is_not_found() throws IOException {
    String clone = calls.accepted(calls.aComposeOnAws(), CloneCalls.HERE);
    database.run("update clones set tenant = 'somebody else'").await().atMost(PATIENCE);

    Answer refused = calls.status(clone);

    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.text("/id")).isEqualTo("15");
  }

  @Test
  void a_compose_cannot_be_purged_while_a_clone_needs_it() throws IOException {
    String compose = calls.aComposeOnAws();
    calls.accepted(compose, CloneCalls.ELSEWHERE);

    Boolean deleted =
        database
            .inTransaction(tx -> queue.delete(tx, UUID.fromString(compose)))
            .await()
            .atMost(PATIENCE);

    assertThat(deleted).isFalse();
  }
}
