package org.imagebuilder.composer.workers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.TestDatabase;
import org.junit.jupiter.api.Test;

/** What is written down of agents. */
class WorkerStoreTest {

  @Test
  void an_agent_that_asks_in_other_words_each_time_fills_no_row() {
    try (TestDatabase test = TestDatabase.migrated()) {
      Database database = new Database(test.pool(1));
      WorkerStore store = new WorkerStore(database);
      UUID worker = UUID.randomUUID();
      TestDatabase.await(store.register(new Worker(worker, "c", "x86_64", List.of())));

      for (int i = 0; i < 300; i++) {
        TestDatabase.await(store.asks(worker, "c", Set.of("can-" + i), Set.of("type-" + i)));
      }

      var row =
          TestDatabase.await(
                  database.run(
                      "select cardinality(asked) as asked, cardinality(capabilities) as words from workers"))
              .iterator()
              .next();
      assertThat(row.getInteger("asked")).isEqualTo(200);
      assertThat(row.getInteger("words")).isEqualTo(200);
    }
  }
}
