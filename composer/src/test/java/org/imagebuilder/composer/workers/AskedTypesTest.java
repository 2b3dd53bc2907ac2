package org.imagebuilder.composer.workers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What replicas know of the types that workers ask for, wherever they ask. */
class AskedTypesTest {
  private static final Duration SILENCE = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final String TYPE = "debian-manifest";

  private static TestDatabase test;
  private static Database database;

  private final AtomicLong clock = new AtomicLong();
  private AskedTypes here;
  private AskedTypes elsewhere;

  @BeforeAll
  static void createDatabase() {
    test = TestDatabase.migrated();
    database = new Database(test.pool(2));
  }

  @AfterAll
  static void dropDatabase() {
    test.close();
  }

  @BeforeEach
  void startTwoReplicas() {
    TestDatabase.await(database.run("delete from asked_types"));
    here = new AskedTypes(new AskedTypeStore(database), clock::get);
    elsewhere = new AskedTypes(new AskedTypeStore(database), clock::get);
  }

  @Test
  void a_type_that_nobody_asked_for_is_unasked_after_a_while() {
    pass(SILENCE.plusSeconds(1));

    assertThat(here.isUnasked("c", TYPE, SILENCE)).isTrue();
  }

  @Test
  void a_process_that_was_just_started_says_nothing() {
    pass(SILENCE.minusSeconds(1));

    assertThat(here.isUnasked("c", TYPE, SILENCE)).isFalse();
  }

  @Test
  void a_type_that_was_asked_for_here_is_not() {
    pass(SILENCE.multipliedBy(2));

    here.ask("c", List.of(TYPE));

    assertThat(here.isUnasked("c", TYPE, SILENCE)).isFalse();
    assertThat(here.isUnasked("other", TYPE, SILENCE)).isTrue();
  }

  @Test
  void a_type_that_was_asked_for_on_another_replica_is_not() {
    pass(SILENCE.multipliedBy(2));
    elsewhere.ask("c", List.of(TYPE));
    exchange(elsewhere);

    exchange(here);

    assertThat(here.isUnasked("c", TYPE, SILENCE)).isFalse();
  }

  @Test
  void what_was_asked_for_long_ago_is_not_written_again() {
    here.ask("c", List.of(TYPE));
    pass(SILENCE);

    exchange(here);

    assertThat(TestDatabase.await(database.run("select 1 from asked_types")).size()).isZero();
  }

  @Test
  void a_type_that_no_job_can_be_of_leaves_no_note() {
    here.ask("c", List.of("made-up"));

    exchange(here);

    assertThat(TestDatabase.await(database.run("select 1 from asked_types")).size()).isZero();
  }

  @Test
  void a_process_whose_notes_are_full_takes_no_more_and_says_nothing() {
    pass(SILENCE.multipliedBy(2));
    IntStream.range(0, 60_000).forEach(i -> here.ask("c", List.of("osbuild:made-up-" + i)));

    exchange(here);

    assertThat(here.isUnasked("c", TYPE, SILENCE)).isFalse();
    assertThat(
            TestDatabase.await(database.run("select count(*) from asked_types"))
                .iterator()
                .next()
                .getLong(0))
        .isEqualTo(50_000);
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  private static void exchange(AskedTypes replica) {
    TestDatabase.await(replica.exchange(PAUSE));
  }
}
