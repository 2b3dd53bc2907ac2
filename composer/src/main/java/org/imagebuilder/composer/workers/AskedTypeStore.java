package org.imagebuilder.composer.workers;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.imagebuilder.composer.database.Database;

/** When which type was asked for last, by the database's clock. */
@ApplicationScoped
class AskedTypeStore {
  private static final String WRITE =
      """
      insert into asked_types (channel, queue_type, asked_at)
      select asked.channel, asked.queue_type, now()
      from unnest($1::text[], $2::text[]) as asked(channel, queue_type)
      -- Replicas write the same rows, so all of them in one order.
      order by asked.channel, asked.queue_type
      on conflict (channel, queue_type) do update set asked_at = now()
      """;

  private static final String READ =
      """
      select channel, queue_type, extract(epoch from now() - asked_at)::float8 as age
      from asked_types
      """;

  private static final String FORGET =
      "delete from asked_types where asked_at < now() - make_interval(secs => $1)";

  private final Database database;

  AskedTypeStore(Database database) {
    this.database = database;
  }

  Uni<Void> write(Collection<AskedType> asked) {
    if (asked.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return database
        .run(
            WRITE,
            Tuple.of(
                asked.stream().map(AskedType::channel).toArray(String[]::new),
                asked.stream().map(AskedType::queueType).toArray(String[]::new)))
        .replaceWithVoid();
  }

  /** How long ago each type was asked for. */
  Uni<Map<AskedType, Duration>> read() {
    return database
        .run(READ)
        .map(
            rows -> {
              Map<AskedType, Duration> ages = new HashMap<>();
              rows.forEach(
                  row ->
                      ages.put(
                          new AskedType(row.getString("channel"), row.getString("queue_type")),
                          Duration.ofMillis(Math.round(row.getDouble("age") * 1000))));
              return ages;
            });
  }

  /** Forgets types that nobody asked for so long. */
  Uni<Integer> forget(Duration silence) {
    return database.run(FORGET, Tuple.of(silence.toMillis() / 1000.0)).map(rows -> rows.rowCount());
  }
}
