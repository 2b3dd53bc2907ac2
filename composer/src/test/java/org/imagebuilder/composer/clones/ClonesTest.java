package org.imagebuilder.composer.clones;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.imagebuilder.composer.clones.CloneCalls.Answer;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.queue.JobQueue;
import org.imagebuilder.composer.queue.LeasedJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clones over HTTP, with a worker that copies and shares as it is told. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init")
class ClonesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

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
  void a_copy_and_its_share_run_one_after_the_other_until_the_image_is_there() throws IOException {
    String compose = calls.aComposeOnAws("111111111111");
    String clone = calls.accepted(compose, CloneCalls.SHARED_ELSEWHERE);
    LeasedJob copy = calls.lease("aws-ec2-copy");
    calls.finish(copy, JobType.AWS_EC2_COPY, CloneCalls.COPIED);
    LeasedJob share = calls.lease("aws-ec2-share");

    calls.finish(share, JobType.AWS_EC2_SHARE, CloneCalls.COPIED);

    assertThat(JSON.readTree(copy.args()).path("target_region").asText()).isEqualTo("us-east-1");
    assertThat(JSON.readTree(copy.args()).path("ami").asText()).isEqualTo("ami-1");
    assertThat(copy.inputs()).hasSize(1);
    assertThat(JSON.readTree(share.args()))
        .isEqualTo(
            JSON.readTree(
                "{\"ami\": \"\", \"region\": \"\", \"shareWithAccounts\": [\"111111111111\", \"222222222222\"]}"));
    assertThat(share.inputs().getFirst().result()).isEqualTo(CloneCalls.COPIED);
    Answer status = calls.status(clone);
    assertThat(status.text("/status")).isEqualTo("success");
    assertThat(status.text("/options/ami")).isEqualTo("ami-copy");
    assertThat(status.text("/options/region")).isEqualTo("us-east-1");
    assertThat(status.text("/type")).isEqualTo("aws");
  }

  @Test
  void a_clone_that_nobody_has_begun_is_pending_without_an_image() throws IOException {
    String clone = calls.accepted(calls.aComposeOnAws(), CloneCalls.ELSEWHERE);

    Answer status = calls.status(clone);

    assertThat(status.status()).isEqualTo(200);
    assertThat(status.text("/status")).isEqualTo("pending");
    assertThat(status.body().at("/options").toString()).isEqualTo("{\"ami\":\"\",\"region\":\"\"}");
  }

  @Test
  void a_clone_is_running_while_its_copy_is_made() throws IOException {
    String clone = calls.accepted(calls.aComposeOnAws("111111111111"), CloneCalls.ELSEWHERE);

    calls.lease("aws-ec2-copy");

    assertThat(calls.status(clone).text("/status")).isEqualTo("running");
  }

  @Test
  void a_copy_that_failed_fails_the_clone_at_once_and_says_why() throws IOException {
    String clone = calls.accepted(calls.aComposeOnAws("111111111111"), CloneCalls.ELSEWHERE);

    calls.finish(
        calls.lease("aws-ec2-copy"),
        JobType.AWS_EC2_COPY,
        "{\"job_error\": {\"id\": 3, \"reason\": \"Error copying image\"}}");

    assertThat(calls.status(clone).text("/status")).isEqualTo("failure");
    assertThat(calls.status(clone).text("/error/reason")).isEqualTo("Error copying image");
  }

  /** The predecessor answered with an id that it did not know afterwards. */
  @Test
  void a_clone_that_has_nothing_to_do_is_there_from_the_start() throws IOException {
    String clone = calls.accepted(calls.aComposeOnAws(), CloneCalls.HERE);

    Answer status = calls.status(clone);

    assertThat(status.text("/status")).isEqualTo("success");
    assertThat(status.text("/options/ami")).isEqualTo("ami-1");
    assertThat(calls.numberOf("aws-ec2-copy") + calls.numberOf("aws-ec2-share")).isZero();
  }

  @Test
  void within_the_same_region_the_image_itself_is_shared() throws IOException {
    calls.accepted(calls.aComposeOnAws("111111111111"), CloneCalls.HERE);

    LeasedJob share = calls.lease("aws-ec2-share");

    assertThat(JSON.readTree(share.args()).path("ami").asText()).isEqualTo("ami-1");
    assertThat(JSON.readTree(share.args()).path("region").asText()).isEqualTo("eu-west-1");
    assertThat(calls.numberOf("aws-ec2-copy")).isZero();
  }

  /** The predecessor looked for copies in the wrong region and made a new one every time. */
  @Test
  void a_copy_that_is_there_already_is_used_again() throws IOException {
    String compose = calls.aComposeOnAws();
    calls.accepted(compose, CloneCalls.ELSEWHERE);
    calls.finish(calls.lease("aws-ec2-copy"), JobType.AWS_EC2_COPY, CloneCalls.COPIED);

    String again = calls.accepted(compose, CloneCalls.ELSEWHERE);
    String shared = calls.accepted(compose, CloneCalls.SHARED_ELSEWHERE);

    assertThat(calls.status(again).text("/options/ami")).isEqualTo("ami-copy");
    assertThat(JSON.readTree(calls.lease("aws-ec2-share").args()).path("ami").asText())
        .isEqualTo("ami-copy");
    assertThat(calls.status(shared).text("/status")).isEqualTo("running");
    assertThat(calls.numberOf("aws-ec2-copy")).isEqualTo(1);
  }

  @Test
  void a_copy_that_is_under_way_is_waited_for() throws IOException {
    String compose = calls.aComposeOnAws();
    calls.accepted(compose, CloneCalls.ELSEWHERE);
    String again = calls.accepted(compose, CloneCalls.ELSEWHERE);

    calls.finish(calls.lease("aws-ec2-copy"), JobType.AWS_EC2_COPY, CloneCalls.COPIED);

    assertThat(calls.status(again).text("/status")).isEqualTo("success");
    assertThat(calls.numberOf("aws-ec2-copy")).isEqualTo(1);
  }

  @Test
  void a_copy_that_failed_is_made_anew() throws IOException {
    String compose = calls.aComposeOnAws();
    calls.accepted(compose, CloneCalls.ELSEWHERE);
    calls.finish(
        calls.lease("aws-ec2-copy"),
        JobType.AWS_EC2_COPY,
        "{\"job_error\": {\"id\": 3, \"reason\": \"Error copying image\"}}");

    String again = calls.accepted(compose, CloneCalls.ELSEWHERE);

    assertThat(calls.status(again).text("/status")).isEqualTo("pending");
    assertThat(calls.numberOf("aws-ec2-copy")).isEqualTo(2);
  }

  @Test
  void of_many_who_clone_at_once_each_gets_a_clone_or_is_told_to_come_again() {
    String compose = calls.aComposeOnAws("111111111111");

    List<CompletableFuture<Integer>> rivals =
        Stream.generate(
                () ->
                    CompletableFuture.supplyAsync(
                        () -> calls.postOrFail(compose, CloneCalls.SHARED_ELSEWHERE).status()))
            .limit(24)
            .toList();

    assertThat(rivals.stream().map(CompletableFuture::join)).contains(201).isSubsetOf(201, 503);
  }

  @Test
  void the_same_key_clones_once() throws IOException {
    String compose = calls.aComposeOnAws();
    Answer first = calls.post(compose, CloneCalls.ELSEWHERE, "Idempotency-Key", "k-1");

    Answer second = calls.post(compose, CloneCalls.ELSEWHERE, "Idempotency-Key", "k-1");

    assertThat(second.status()).isEqualTo(201);
    assertThat(second.text("/id")).isEqualTo(first.text("/id"));
    assertThat(second.key()).isEqualTo("k-1");
  }
}
