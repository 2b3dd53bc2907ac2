package org.imagebuilder.composer.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.imagebuilder.composer.composes.CloudApi;
import org.imagebuilder.composer.composes.CloudApi.Answer;
import org.imagebuilder.composer.composes.TestBuilds;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.queue.Ending;
import org.imagebuilder.composer.queue.Finish;
import org.imagebuilder.composer.queue.JobId;
import org.imagebuilder.composer.queue.JobQueue;
import org.imagebuilder.composer.queue.NewInput;
import org.imagebuilder.composer.queue.NewJob;
import org.imagebuilder.composer.queue.NewPlan;

/** A caller who reads what composes left behind, and the workers that left it. */
final class ResultCalls {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final CloudApi api;
  private final Database database;
  private final JobQueue queue;
  private final TestBuilds builds;

  ResultCalls(URI server, Database database, JobQueue queue, Jobs jobs) {
    this.api = new CloudApi(server);
    this.database = database;
    this.queue = queue;
    this.builds = new TestBuilds(server, queue, jobs);
  }

  CloudApi api() {
    return api;
  }

  TestBuilds builds() {
    return builds;
  }

  void forgetOtherTests() {
    run("truncate composes, jobs cascade");
  }

  Answer read(String id, String what) {
    Answer answer = api.get("/composes/" + id + "/" + what);
    assertThat(answer.status()).as(answer.whole().body()).isEqualTo(200);
    return answer;
  }

  /** A Koji compose of two images that ended, as its jobs stand in the queue. */
  String koji() {
    NewJob init = NewJob.of(JobId.random(), "koji-init", "{}");
    NewJob manifest1 = NewJob.of(JobId.random(), "rpm-manifest", "{\"n\":1}");
    NewJob manifest2 = NewJob.of(JobId.random(), "rpm-manifest", "{\"n\":2}");
    NewJob build1 = build(init, manifest1);
    NewJob build2 = build(init, manifest2);
    NewJob end =
        NewJob.of(JobId.random(), "koji-finalize", "{}")
            .withInputs(
                new NewInput("koji-init", init.id()),
                new NewInput("build-1", build1.id()),
                new NewInput("build-2", build2.id()));
    List<NewJob> all = List.of(init, manifest1, manifest2, build1, build2, end);
    String id = end.id().value().toString();
    database
        .inTransaction(tx -> queue.enqueue(tx, NewPlan.of(end.id().value(), "", "", all)))
        .await()
        .atMost(PATIENCE);
    run("insert into composes (id, tenant, channel, request) values ('" + id + "', '', '', '{}')");
    finish("koji-init", "{\"build_id\": 42, \"token\": \"secret\", \"koji_error\": \"\"}");
    finish("rpm-manifest", "{\"data\": {\"version\": \"first\"}}");
    finish("rpm-manifest", "{\"data\": {\"version\": \"second\"}}");
    finish("osbuild:x86_64", "{\"success\": true, \"host_os\": \"first\"}");
    finish("osbuild:x86_64", "{\"success\": true, \"host_os\": \"second\"}");
    finish("koji-finalize", "{\"koji_error\": \"\"}");
    return id;
  }

  private static NewJob build(NewJob init, NewJob manifest) {
    return NewJob.of(JobId.random(), "osbuild:x86_64", "{}")
        .withInputs(new NewInput("koji-init", init.id()), new NewInput("manifest", manifest.id()));
  }

  private void finish(String type, String result) {
    queue
        .finish(
            builds.lease(type).lease(),
            new Finish(true, "2xx", Ending.of(result, "{\"success\":true}")))
        .await()
        .atMost(PATIENCE);
  }

  void run(String sql) {
    database.run(sql).await().atMost(PATIENCE);
  }
}
