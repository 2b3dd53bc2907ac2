package org.imagebuilder.composer.clones;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.queue.JobId;
import org.imagebuilder.composer.queue.JobQueue;
import org.imagebuilder.composer.queue.LeaseRequest;
import org.imagebuilder.composer.queue.LeasedJob;
import org.imagebuilder.composer.queue.NewJob;
import org.imagebuilder.composer.queue.NewPlan;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clones over HTTP, with a worker that copies and shares as it is told. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class ClonesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String BASE = "/api/image-builder-composer/v2";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String ELSEWHERE = "{\"region\": \"us-east-1\"}";
  private static final String SHARED_ELSEWHERE =
      "{\"region\": \"us-east-1\", \"share_with_accounts\": [\"222222222222\"]}";
  private static final String HERE = "{\"region\": \"eu-west-1\"}";
  private static final String COPIED = "{\"ami\": \"ami-copy\", \"region\": \"us-east-1\"}";

  @TestHTTPResource("/")
  URI server;

  @Inject Database database;
  @Inject JobQueue queue;
  @Inject Jobs jobs;

  private record Answer(int status, JsonNode body, String key) {
    String text(String pointer) {
      return body.at(pointer).asText();
    }
  }

  @BeforeEach
  void forgetOtherTests() {
    database.run("truncate composes, jobs, clones cascade").await().atMost(PATIENCE);
  }

  @Test
  void a_copy_and_its_share_run_one_after_the_other_until_the_image_is_there() throws IOException {
    String compose = aComposeOnAws("111111111111");
    String clone = accepted(compose, SHARED_ELSEWHERE);
    LeasedJob copy = lease("aws-ec2-copy");
    finish(copy, JobType.AWS_EC2_COPY, COPIED);
    LeasedJob share = lease("aws-ec2-share");

    finish(share, JobType.AWS_EC2_SHARE, COPIED);

    assertThat(JSON.readTree(copy.args()).path("target_region").asText()).isEqualTo("us-east-1");
    assertThat(JSON.readTree(copy.args()).path("ami").asText()).isEqualTo("ami-1");
    assertThat(copy.inputs()).hasSize(1);
    assertThat(JSON.readTree(share.args()))
        .isEqualTo(
            JSON.readTree(
                "{\"ami\": \"\", \"region\": \"\", \"shareWithAccounts\": [\"111111111111\", \"222222222222\"]}"));
    assertThat(share.inputs().getFirst().result()).isEqualTo(COPIED);
    Answer status = status(clone);
    assertThat(status.text("/status")).isEqualTo("success");
    assertThat(status.text("/options/ami")).isEqualTo("ami-copy");
    assertThat(status.text("/options/region")).isEqualTo("us-east-1");
    assertThat(status.text("/type")).isEqualTo("aws");
  }

  @Test
  void a_clone_that_nobody_has_begun_is_pending_without_an_image() throws IOException {
    String clone = accepted(aComposeOnAws(), ELSEWHERE);

    Answer status = status(clone);

    assertThat(status.status()).isEqualTo(200);
    assertThat(status.text("/status")).isEqualTo("pending");
    assertThat(status.body().at("/options").toString()).isEqualTo("{\"ami\":\"\",\"region\":\"\"}");
  }

  @Test
  void a_clone_is_running_while_its_copy_is_made() throws IOException {
    String clone = accepted(aComposeOnAws("111111111111"), ELSEWHERE);

    lease("aws-ec2-copy");

    assertThat(status(clone).text("/status")).isEqualTo("running");
  }

  @Test
  void a_copy_that_failed_fails_the_clone_at_once_and_says_why() throws IOException {
    String clone = accepted(aComposeOnAws("111111111111"), ELSEWHERE);

    finish(
        lease("aws-ec2-copy"),
        JobType.AWS_EC2_COPY,
        "{\"job_error\": {\"id\": 3, \"reason\": \"Error copying image\"}}");

    assertThat(status(clone).text("/status")).isEqualTo("failure");
    assertThat(status(clone).text("/error/reason")).isEqualTo("Error copying image");
  }

  /** The predecessor answered with an id that it did not know afterwards. */
  @Test
  void a_clone_that_has_nothing_to_do_is_there_from_the_start() throws IOException {
    String clone = accepted(aComposeOnAws(), HERE);

    Answer status = status(clone);

    assertThat(status.text("/status")).isEqualTo("success");
    assertThat(status.text("/options/ami")).isEqualTo("ami-1");
    assertThat(numberOf("aws-ec2-copy") + numberOf("aws-ec2-share")).isZero();
  }

  @Test
  void within_the_same_region_the_image_itself_is_shared() throws IOException {
    accepted(aComposeOnAws("111111111111"), HERE);

    LeasedJob share = lease("aws-ec2-share");

    assertThat(JSON.readTree(share.args()).path("ami").asText()).isEqualTo("ami-1");
    assertThat(JSON.readTree(share.args()).path("region").asText()).isEqualTo("eu-west-1");
    assertThat(numberOf("aws-ec2-copy")).isZero();
  }

  /** The predecessor looked for copies in the wrong region and made a new one every time. */
  @Test
  void a_copy_that_is_there_already_is_used_again() throws IOException {
    String compose = aComposeOnAws();
    accepted(compose, ELSEWHERE);
    finish(lease("aws-ec2-copy"), JobType.AWS_EC2_COPY, COPIED);

    String again = accepted(compose, ELSEWHERE);
    String shared = accepted(compose, SHARED_ELSEWHERE);

    assertThat(status(again).text("/options/ami")).isEqualTo("ami-copy");
    assertThat(JSON.readTree(lease("aws-ec2-share").args()).path("ami").asText())
        .isEqualTo("ami-copy");
    assertThat(status(shared).text("/status")).isEqualTo("running");
    assertThat(numberOf("aws-ec2-copy")).isEqualTo(1);
  }

  @Test
  void a_copy_that_is_under_way_is_waited_for() throws IOException {
    String compose = aComposeOnAws();
    accepted(compose, ELSEWHERE);
    String again = accepted(compose, ELSEWHERE);

    finish(lease("aws-ec2-copy"), JobType.AWS_EC2_COPY, COPIED);

    assertThat(status(again).text("/status")).isEqualTo("success");
    assertThat(numberOf("aws-ec2-copy")).isEqualTo(1);
  }

  @Test
  void a_copy_that_failed_is_made_anew() throws IOException {
    String compose = aComposeOnAws();
    accepted(compose, ELSEWHERE);
    finish(
        lease("aws-ec2-copy"),
        JobType.AWS_EC2_COPY,
        "{\"job_error\": {\"id\": 3, \"reason\": \"Error copying image\"}}");

    String again = accepted(compose, ELSEWHERE);

    assertThat(status(again).text("/status")).isEqualTo("pending");
    assertThat(numberOf("aws-ec2-copy")).isEqualTo(2);
  }

  @Test
  void the_same_key_clones_once() throws IOException {
    String compose = aComposeOnAws();
    Answer first = post(compose, ELSEWHERE, "Idempotency-Key", "k-1");

    Answer second = post(compose, ELSEWHERE, "Idempotency-Key", "k-1");

    assertThat(second.status()).isEqualTo(201);
    assertThat(second.text("/id")).isEqualTo(first.text("/id"));
    assertThat(second.key()).isEqualTo("k-1");
  }

  @Test
  void a_key_of_another_clone_is_refused() throws IOException {
    String compose = aComposeOnAws();
    post(compose, ELSEWHERE, "Idempotency-Key", "k-1");

    Answer other = post(compose, HERE, "Idempotency-Key", "k-1");

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
    Answer refused = post(UUID.randomUUID().toString(), body);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("/id")).isEqualTo("30");
    assertThat(refused.text("/details")).contains(member);
  }

  @Test
  void an_unknown_compose_is_not_found() throws IOException {
    Answer refused = post(UUID.randomUUID().toString(), ELSEWHERE);

    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.text("/id")).isEqualTo("15");
  }

  @Test
  void a_compose_that_has_not_ended_cannot_be_cloned() throws IOException {
    String compose = aCompose("[]");

    Answer refused = post(compose, ELSEWHERE);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("/id")).isEqualTo("31");
  }

  @ParameterizedTest
  @CsvSource({"org.osbuild.aws.s3,32,400", "org.osbuild.unheard.of,1007,500"})
  void only_images_on_aws_can_be_cloned(String target, String number, int status)
      throws IOException {
    String compose = aCompose("[]");
    succeed("[{\"name\": \"%s\", \"options\": {}}]".formatted(target));

    Answer refused = post(compose, ELSEWHERE);

    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.text("/id")).isEqualTo(number);
  }

  @Test
  void an_image_that_went_to_two_targets_cannot_be_cloned() throws IOException {
    String compose = aCompose("[]");
    succeed("[{\"name\": \"org.osbuild.aws\"}, {\"name\": \"org.osbuild.aws.s3\"}]");

    Answer refused = post(compose, ELSEWHERE);

    assertThat(refused.text("/id")).isEqualTo("1006");
  }

  @Test
  void the_id_of_a_compose_is_no_clone() throws IOException {
    Answer refused = status(aComposeOnAws());

    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.text("/id")).isEqualTo("26");
  }

  @Test
  void another_tenants_clone_is_not_found() throws IOException {
    String clone = accepted(aComposeOnAws(), HERE);
    database.run("update clones set tenant = 'somebody else'").await().atMost(PATIENCE);

    Answer refused = status(clone);

    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.text("/id")).isEqualTo("15");
  }

  @Test
  void a_compose_cannot_be_purged_while_a_clone_needs_it() throws IOException {
    String compose = aComposeOnAws();
    accepted(compose, ELSEWHERE);

    Boolean deleted =
        database
            .inTransaction(tx -> queue.delete(tx, UUID.fromString(compose)))
            .await()
            .atMost(PATIENCE);

    assertThat(deleted).isFalse();
  }

  private String aComposeOnAws(String... accounts) {
    String compose =
        aCompose(
            """
            [{"uuid": "u", "image_name": "i", "name": "org.osbuild.aws", "created": "", "status": "",
              "options": {"region": "eu-west-1", "shareWithAccounts": %s},
              "osbuild_artifact": {"export_filename": "f", "export_name": "e"}}]
            """
                .formatted(JSON.valueToTree(accounts)));
    succeed(
        "[{\"name\": \"org.osbuild.aws\", \"options\": {\"ami\": \"ami-1\", \"region\": \"eu-west-1\"}}]");
    return compose;
  }

  /** A compose whose image goes to these targets, and that nobody has built yet. */
  private String aCompose(String targets) {
    UUID id = UUID.randomUUID();
    database
        .inTransaction(
            tx ->
                tx.run(
                        "insert into composes (id, tenant, channel, request) values ($1, '', '', '{}')",
                        Tuple.of(id))
                    .chain(
                        () ->
                            queue.enqueue(
                                tx,
                                NewPlan.of(
                                    id,
                                    "",
                                    "",
                                    List.of(
                                        NewJob.of(
                                            new JobId(id),
                                            "osbuild:x86_64",
                                            "{\"targets\": " + targets + "}"))))))
        .await()
        .atMost(PATIENCE);
    return id.toString();
  }

  private void succeed(String targetResults) {
    finish(
        lease("osbuild:x86_64"),
        JobType.OSBUILD,
        "{\"success\": true, \"osbuild_output\": {\"success\": true}, \"target_results\": %s}"
            .formatted(targetResults));
  }

  private int numberOf(String queueType) {
    return database
        .run("select count(*)::int from jobs where queue_type = $1", Tuple.of(queueType))
        .await()
        .atMost(PATIENCE)
        .iterator()
        .next()
        .getInteger(0);
  }

  private LeasedJob lease(String queueType) {
    return queue
        .lease(new LeaseRequest("", Set.of(queueType), Optional.empty(), false, PATIENCE))
        .await()
        .atMost(PATIENCE)
        .orElseThrow();
  }

  private void finish(LeasedJob job, JobType type, String result) {
    jobs.finish(job.lease(), type, result).await().atMost(PATIENCE);
  }

  private String accepted(String compose, String body) throws IOException {
    Answer answer = post(compose, body);
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
    return answer.text("/id");
  }

  private Answer post(String compose, String body, String... headers) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(BASE + "/composes/" + compose + "/clone"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  private Answer status(String clone) throws IOException {
    return send(HttpRequest.newBuilder(server.resolve(BASE + "/clones/" + clone)).build());
  }

  private static Answer send(HttpRequest request) throws IOException {
    try {
      HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
      return new Answer(
          answer.statusCode(),
          JSON.readTree(answer.body()),
          answer.headers().firstValue("Idempotency-Key").orElse(""));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
