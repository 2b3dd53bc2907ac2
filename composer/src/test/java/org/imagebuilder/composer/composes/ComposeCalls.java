package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.imagebuilder.composer.composes.CloudApi.Answer;
import org.imagebuilder.composer.database.Database;

/** Somebody who asks for composes, and looks into the rows that came of it. */
final class ComposeCalls {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final CloudApi api;
  private final Database database;

  ComposeCalls(URI server, Database database) {
    this.api = new CloudApi(server);
    this.database = database;
  }

  CloudApi api() {
    return api;
  }

  String accepted(ComposeRequests request, String... headers) {
    Answer answer = api.post("/compose", request.tree().toString(), headers);
    assertThat(answer.status()).as(answer.whole().body()).isEqualTo(201);
    return answer.text("id");
  }

  static void assertError(Answer answer, int status, int number) {
    assertThat(answer.status()).as(answer.whole().body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    assertThat(answer.text("id")).as(answer.text("details")).isEqualTo("" + number);
    assertThat(answer.text("code")).isEqualTo("IMAGE-BUILDER-COMPOSER-" + number);
    assertThat(answer.text("kind")).isEqualTo("Error");
    assertThat(answer.text("href")).isEqualTo(CloudApi.BASE + "/errors/" + number);
    assertThat(answer.text("operation_id")).matches("[0-9A-Za-z]{27}");
  }

  long rows() {
    return count(
        "select (select count(*) from composes) + (select count(*) from jobs)"
            + " + (select count(*) from job_args)");
  }

  String queueTypes(String id) {
    return text(
        "select string_agg(queue_type, ',' order by number) from jobs where plan_id = '"
            + id
            + "'");
  }

  String args(String id) {
    return text(
        "select string_agg(args, '') from job_args a join jobs j on j.id = a.job"
            + " where j.plan_id = '"
            + id
            + "'");
  }

  long count(String sql) {
    return database.run(sql).await().atMost(PATIENCE).iterator().next().getLong(0);
  }

  String text(String sql) {
    return database.run(sql).await().atMost(PATIENCE).iterator().next().getString(0);
  }
}
