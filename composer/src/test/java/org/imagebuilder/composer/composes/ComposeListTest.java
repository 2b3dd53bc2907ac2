package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.imagebuilder.composer.artifacts.Artifacts;
import org.imagebuilder.composer.composes.CloudApi.Answer;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.queue.JobQueue;
import org.imagebuilder.composer.tenants.Tenant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of composes over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init")
class ComposeListTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TestHTTPResource("/")
  URI server;

  @Inject Database database;
  @Inject JobQueue queue;
  @Inject Jobs jobs;
  @Inject Pool pool;
  @Inject Artifacts artifacts;
  @Inject Notices notices;

  private CloudApi api;
  private TestBuilds builds;

  @BeforeEach
  void begin() {
    run("truncate composes, jobs cascade");
    api = new CloudApi(server);
    builds = new TestBuilds(server, queue, jobs);
  }

  @Test
  void nobodys_composes_are_an_empty_list() {
    Answer answer = api.get("/composes/");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.whole().body().strip()).isEqualTo("[]");
  }

  @Test
  void the_newest_compose_comes_first_with_the_status_that_it_shows_by_itself() throws IOException {
    String old = builds.builtDebian();
    String young = builds.centos();

    Answer answer = api.get("/composes/");

    assertThat(ids(answer)).containsExactly(young, old);
    assertThat(answer.body().get(0)).isEqualTo(api.get("/composes/" + young).body());
    assertThat(answer.body().get(1)).isEqualTo(api.get("/composes/" + old).body());
    assertThat(answer.body().get(1).path("finished_at").asText()).isNotEmpty();
  }

  @Test
  void the_path_may_lack_the_slash_at_its_end() {
    builds.debian();

    Answer answer = api.get("/composes");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.body()).isEqualTo(api.get("/composes/").body());
  }

  @Test
  void a_page_is_as_long_as_asked_for_and_begins_where_asked_for() {
    String first = builds.debian();
    String second = builds.debian();
    builds.debian();

    Answer answer = api.get("/composes/?limit=2&offset=1");

    assertThat(ids(answer)).containsExactly(second, first);
  }

  @Test
  void behind_the_last_compose_the_list_is_empty() {
    builds.debian();

    assertThat(ids(api.get("/composes/?offset=2147483647"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=1001",
        "limit=-1",
        "limit=many",
        "limit=",
        "limit=1.5",
        "limit=99999999999",
        "offset=-1",
        "offset=x",
        "offset=",
        "offset=2147483648"
      })
  void a_parameter_that_is_no_number_in_its_bounds_is_named(String query) {
    Answer answer = api.get("/composes/?" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("id")).isEqualTo("42");
    assertThat(answer.text("details")).startsWith(query.substring(0, query.indexOf('=')) + ":");
  }

  /**
   * The predecessor shows everybody's composes, unpaged, and one bad row fails the list for all.
   */
  @Test
  void the_list_shows_own_composes_only_and_a_bad_row_spoils_only_itself() throws IOException {
    String good = builds.debian();
    String foreign = builds.debian();
    String bad = builds.builtCentos();
    run("update composes set tenant = 'somebody else' where id = '" + foreign + "'");
    run(
        "update jobs set summary = '{\"success\": true, \"target_results\": [{\"name\":"
            + " \"org.osbuild.unheard.of\"}]}' where id = '"
            + bad
            + "'");

    Answer answer = api.get("/composes/");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(ids(answer)).containsExactly(good);
  }

  @Test
  void a_cancelled_compose_is_listed_as_failed() {
    String id = builds.debian();
    api.post("/composes/" + id + "/cancel", "");

    Answer answer = api.get("/composes/");

    assertThat(answer.body().get(0).path("status").asText()).isEqualTo("failure");
  }

  /** Ten questions for each compose made a list of ten thousand take minutes. */
  @Test
  void a_page_takes_two_questions_however_many_composes_it_has() {
    for (int i = 0; i < 10; i++) {
      builds.debian();
    }
    AtomicInteger questions = new AtomicInteger();
    ComposeList list =
        new ComposeList(
            new ComposeStore(counted(questions)),
            new Jobs(counted(questions, queue)),
            artifacts,
            notices);

    List<UUID> page =
        list.page(Tenant.EVERYBODY, 100, 0, (id, view) -> id).await().atMost(PATIENCE);

    assertThat(page).hasSize(10);
    assertThat(questions).hasValue(2);
  }

  private Database counted(AtomicInteger questions) {
    return new Database(pool) {
      @Override
      public Uni<RowSet<Row>> run(String sql, Tuple arguments) {
        questions.incrementAndGet();
        return super.run(sql, arguments);
      }
    };
  }

  private static JobQueue counted(AtomicInteger questions, JobQueue queue) {
    return (JobQueue)
        Proxy.newProxyInstance(
            JobQueue.class.getClassLoader(),
            new Class<?>[] {JobQueue.class},
            (proxy, method, arguments) -> {
              questions.incrementAndGet();
              return method.invoke(queue, arguments);
            });
  }

  private static List<String> ids(Answer answer) {
    return answer.body().findValues("id").isEmpty()
        ? List.of()
        : java.util.stream.StreamSupport.stream(answer.body().spliterator(), false)
            .map((JsonNode compose) -> compose.path("id").asText())
            .toList();
  }

  private void run(String sql) {
    database.run(sql).await().atMost(PATIENCE);
  }
}
