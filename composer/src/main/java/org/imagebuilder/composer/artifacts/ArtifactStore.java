package org.imagebuilder.composer.artifacts;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.Statements;
import org.imagebuilder.composer.database.Tx;

/** Which files there are. Only complete files have a row. */
@ApplicationScoped
class ArtifactStore {
  private static final String KEEP =
      """
      -- Only while the lease is held: it cannot end before this transaction has.
      with held as (select token from job_leases where token = $1 and not cancelled for key share)
      insert into artifacts (token, name, job, size, sha256, complete, location)
      select $1, $2, $3, $4, $5, true, $6 from held
      on conflict (token, name) do update
      set size = excluded.size, sha256 = excluded.sha256, created_at = now()
      """;

  private static final String OF_LEASE =
      "select token, job, name, size, sha256 from artifacts where token = $1 and name = $2 and complete";

  private static final String OF_ENDED_JOBS =
      """
      select a.token, a.job, a.name, a.size, a.sha256
      from artifacts a
      -- The job's last token is that of the lease that ended it: no other lease's files count.
      join jobs j on j.id = a.job and j.token = a.token
      where a.job = any($1) and a.complete and j.finished_at is not null
      order by a.name
      """;

  private static final String TOKENS_OF_PLAN =
      """
      select distinct a.token from artifacts a join jobs j on j.id = a.job where j.plan_id = $1
      """;

  private static final String FORGET = "delete from artifacts where token = $1";

  private static final String TOKENS = "select distinct token from artifacts where token = any($1)";

  private static final String FORGET_LOST =
      """
      delete from artifacts a using jobs j
      -- A job that is leased anew has another token.
      where j.id = a.job and j.token is distinct from a.token
      returning a.token
      """;

  private static final String COUNT_LOST =
      """
      select count(distinct a.token) from artifacts a join jobs j on j.id = a.job
      where j.token is distinct from a.token
      """;

  private final Database database;

  ArtifactStore(Database database) {
    this.database = database;
  }

  /** Writes the row of a complete file; false when its lease is over. */
  Uni<Boolean> keep(Tx tx, Artifact artifact) {
    return tx.run(
            KEEP,
            Tuple.from(
                List.of(
                    artifact.token(),
                    artifact.name().value(),
                    artifact.job(),
                    artifact.size(),
                    artifact.sha256(),
                    artifact.token() + "/" + artifact.name())))
        .map(rows -> rows.rowCount() > 0);
  }

  Uni<Optional<Artifact>> find(UUID token, ArtifactName name) {
    return database
        .run(OF_LEASE, Tuple.of(token, name.value()))
        .map(rows -> stream(rows).map(ArtifactStore::artifact).findFirst());
  }

  Uni<List<Artifact>> ofEndedJobs(Collection<UUID> jobs) {
    return database
        .run(OF_ENDED_JOBS, Tuple.of(jobs.toArray(UUID[]::new)))
        .map(rows -> stream(rows).map(ArtifactStore::artifact).toList());
  }

  /** The leases that brought files for a plan. */
  Uni<Set<UUID>> tokensOfPlan(Statements tx, UUID plan) {
    return tx.run(TOKENS_OF_PLAN, Tuple.of(plan)).map(ArtifactStore::tokens);
  }

  Uni<Void> forget(UUID token) {
    return database.run(FORGET, Tuple.of(token)).replaceWithVoid();
  }

  /** Forgets the files of leases that were lost; says of which leases. */
  Uni<Set<UUID>> forgetLost() {
    return database.run(FORGET_LOST).map(ArtifactStore::tokens);
  }

  /** How many leases were lost that left files. */
  Uni<Long> countLost() {
    return database.run(COUNT_LOST).map(rows -> rows.iterator().next().getLong(0));
  }

  /** Those of the tokens that have a row. */
  Uni<Set<UUID>> known(Collection<UUID> tokens) {
    return database.run(TOKENS, Tuple.of(tokens.toArray(UUID[]::new))).map(ArtifactStore::tokens);
  }

  private static Set<UUID> tokens(RowSet<Row> rows) {
    return stream(rows).map(row -> row.getUUID("token")).collect(Collectors.toSet());
  }

  private static Stream<Row> stream(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false);
  }

  private static Artifact artifact(Row row) {
    return new Artifact(
        row.getUUID("token"),
        row.getUUID("job"),
        new ArtifactName(row.getString("name")),
        row.getLong("size"),
        row.getString("sha256"));
  }
}
