package org.imagebuilder.composer.workers;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.imagebuilder.composer.database.Database;

/** Which agents there are. The database's clock says who is silent. */
@ApplicationScoped
class WorkerStore {
  private static final String REGISTER =
      "insert into workers (id, channel, architecture, capabilities) values ($1, $2, $3, $4)";

  private static final String HEARD =
      "update workers set heard_at = now() where id = $1 and channel = $2";

  private static final String ASKS =
      """
      update workers
      set heard_at = now(),
          -- Bounded, for a worker may ask in other words each time.
          capabilities = array(
            select distinct unnest(capabilities || $3::text[]) order by 1 limit 200),
          asked = array(select distinct unnest(asked || $4::text[]) order by 1 limit 200)
      where id = $1 and channel = $2
      """;

  // Alive is who asked lately; asking is what agents do all the time.
  private static final String IS_LACKING =
      """
      select exists (select 1 from workers
                     where channel = $1 and heard_at > now() - interval '2 minutes')
         and not exists (select 1 from workers
                         where channel = $1 and heard_at > now() - interval '2 minutes'
                           and $2 = any (capabilities))
      """;

  private static final String COUNTS =
      """
      select channel, architecture,
             count(*) filter (where heard_at > now() - interval '2 minutes') as live,
             count(*) filter (where heard_at <= now() - interval '2 minutes') as silent
      from workers
      group by channel, architecture
      """;

  private static final String FORGET_SILENT =
      "delete from workers where heard_at < now() - make_interval(secs => $1)";

  private static final String COUNT_SILENT =
      "select count(*) from workers where heard_at < now() - make_interval(secs => $1)";

  private final Database database;

  WorkerStore(Database database) {
    this.database = database;
  }

  Uni<Void> register(Worker worker) {
    return database
        .run(
            REGISTER,
            Tuple.of(
                worker.id(),
                worker.channel(),
                worker.architecture(),
                worker.capabilities().toArray(String[]::new)))
        .replaceWithVoid();
  }

  /** Notes that this agent was heard of; false when it is not known on this channel. */
  Uni<Boolean> heard(UUID worker, String channel) {
    return database.run(HEARD, Tuple.of(worker, channel)).map(rows -> rows.rowCount() > 0);
  }

  /** The same, and what it can do and asks for, which is added to what is known of it. */
  Uni<Boolean> asks(UUID worker, String channel, Set<String> capabilities, Set<String> queueTypes) {
    return database
        .run(
            ASKS,
            Tuple.of(
                worker,
                channel,
                capabilities.toArray(String[]::new),
                queueTypes.toArray(String[]::new)))
        .map(rows -> rows.rowCount() > 0);
  }

  /** Whether there are live agents on the channel and none of them can do this. */
  Uni<Boolean> isLacking(String channel, String ability) {
    return database
        .run(IS_LACKING, Tuple.of(channel, ability))
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  /** How many agents there are, and of how many nothing was heard lately. */
  Uni<List<WorkerCount>> counts() {
    return database
        .run(COUNTS)
        .map(
            rows ->
                rows.stream()
                    .map(
                        row ->
                            new WorkerCount(
                                row.getString("channel"),
                                row.getString("architecture"),
                                row.getLong("live"),
                                row.getLong("silent")))
                    .toList());
  }

  /** Forgets agents that were silent for so long; says how many. */
  Uni<Integer> forgetSilent(Duration silence) {
    return database.run(FORGET_SILENT, Tuple.of(seconds(silence))).map(rows -> rows.rowCount());
  }

  Uni<Long> countSilent(Duration silence) {
    return database
        .run(COUNT_SILENT, Tuple.of(seconds(silence)))
        .map(rows -> rows.iterator().next().getLong(0));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
