package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.imagebuilder.composer.database.TestDatabase.await;

import io.vertx.mutiny.sqlclient.Pool;
import java.util.UUID;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.RowsRead;
import org.imagebuilder.composer.database.TestDatabase;
import org.imagebuilder.composer.tenants.Tenant;
import org.junit.jupiter.api.Test;

/** What composes cost when many others were asked for before them. */
class ComposeHistoryTest {
  private static final Tenant TENANT = new Tenant("tenant 3");
  private static final int ROUNDS = 20;

  // A page of a hundred from index and table, and a little for the rest.
  private static final int ROWS_PER_ROUND = 250;

  @Test
  void a_page_of_the_list_behind_fifty_thousand_composes_reads_hardly_more_than_the_page() {
    try (TestDatabase database = TestDatabase.migrated()) {
      Pool past = database.pool(1);
      fill(database, past);
      await(past.close());
      long before = RowsRead.of(database);
      Pool pool = database.pool(1);
      ComposeStore store = new ComposeStore(new Database(pool));

      for (int i = 0; i < ROUNDS; i++) {
        assertThat(await(store.newest(TENANT, 100, 0))).hasSize(100);
        await(store.find(TENANT, UUID.randomUUID()));
        await(store.request(TENANT, UUID.randomUUID()));
        await(store.findByKey(TENANT, "key"));
      }

      await(pool.close());
      assertThat(RowsRead.of(database) - before).isLessThan(ROUNDS * ROWS_PER_ROUND);
    }
  }

  private static void fill(TestDatabase database, Pool pool) {
    database.rows(
        pool,
        """
        insert into jobs (id, plan_id, channel, share, queue_type, state, fair_tag, tag,
                          waiting_for, finished_at)
        select md5(n::text)::uuid, md5(n::text)::uuid, 'c', 's', 't', 'succeeded', n, n, 0, now()
        from generate_series(1, 50000) as n
        """);
    database.rows(
        pool,
        """
        insert into composes (id, tenant, channel, request, created_at)
        select md5(n::text)::uuid, 'tenant ' || n % 20, 'c', '{}', now() + n * interval '1 s'
        from generate_series(1, 50000) as n
        """);
    database.rows(pool, "vacuum analyze");
  }
}
