package org.imagebuilder.composer.clones;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.composer.composes.IdempotencyKey;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.Statements;
import org.imagebuilder.composer.database.Tx;
import org.imagebuilder.composer.tenants.Tenant;

/** SQL for clones. */
@ApplicationScoped
class CloneStore {
  // Rivals that clone one compose come one after the other, or both would copy.
  private static final String QUEUE_UP =
      "select pg_advisory_xact_lock(hashtextextended('clones of ' || $1::uuid::text, 0))";

  private static final String COPIES =
      """
      select plan, copy from clones
      where compose = $1 and region = $2 and copy is not null
      order by created_at, id
      """;

  private static final String INSERT =
      """
      insert into clones (id, compose, tenant, region, plan, job, copy, ami,
                          idempotency_key, request_hash)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
      on conflict (tenant, idempotency_key) do nothing
      returning id
      """;

  private static final String FIND =
      "select id, region, plan, job, copy, ami from clones where id = $1 and tenant = $2";

  private static final String FIND_BY_KEY =
      "select id, request_hash from clones where tenant = $1 and idempotency_key = $2";

  private final Database database;

  CloneStore(Database database) {
    this.database = database;
  }

  /** Copies of the compose's image to this region, oldest first. */
  Uni<List<EarlierCopy>> copies(UUID compose, String region) {
    return copies(database, compose, region);
  }

  /** The same as nobody can change it until the transaction ends. */
  Uni<List<EarlierCopy>> lockedCopies(Tx tx, UUID compose, String region) {
    return tx.run(QUEUE_UP, Tuple.of(compose)).chain(() -> copies(tx, compose, region));
  }

  /** Whether the clone was written; it was not if its idempotency key is taken. */
  Uni<Boolean> insert(Tx tx, NewClone fresh) {
    Clone clone = fresh.kept();
    Tuple arguments =
        Tuple.tuple()
            .addUUID(clone.id())
            .addUUID(fresh.compose())
            .addString(fresh.tenant().name())
            .addString(fresh.region())
            .addUUID(clone.work().map(Clone.Work::plan).orElse(null))
            .addUUID(clone.work().map(Clone.Work::job).orElse(null))
            .addUUID(clone.work().flatMap(Clone.Work::copy).orElse(null))
            .addString(clone.image().map(MachineImage::ami).orElse(null))
            .addString(fresh.key().map(IdempotencyKey::text).orElse(null))
            .addValue(fresh.key().map(CloneStore::bytes).orElse(null));
    return tx.run(INSERT, arguments).map(rows -> rows.size() > 0);
  }

  /** The clone of this id, if it is the tenant's. */
  Uni<Optional<Clone>> find(Tenant tenant, UUID id) {
    return database
        .run(FIND, Tuple.of(id, tenant.name()))
        .map(
            rows ->
                rows.size() == 0 ? Optional.empty() : Optional.of(clone(rows.iterator().next())));
  }

  /** The clone that a key stands for, and the hash of its request. */
  Uni<Optional<KeyUse>> findByKey(Tx tx, Tenant tenant, String key) {
    return tx.run(FIND_BY_KEY, Tuple.of(tenant.name(), key))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return Optional.empty();
              }
              Row row = rows.iterator().next();
              return Optional.of(
                  new KeyUse(
                      row.getUUID("id"),
                      HexFormat.of().formatHex(row.getBuffer("request_hash").getBytes())));
            });
  }

  private static Uni<List<EarlierCopy>> copies(Statements database, UUID compose, String region) {
    return database.run(COPIES, Tuple.of(compose, region)).map(CloneStore::copies);
  }

  private static List<EarlierCopy> copies(RowSet<Row> rows) {
    List<EarlierCopy> copies = new ArrayList<>();
    rows.forEach(row -> copies.add(new EarlierCopy(row.getUUID("plan"), row.getUUID("copy"))));
    return copies;
  }

  private static Clone clone(Row row) {
    Optional<Clone.Work> work =
        Optional.ofNullable(row.getUUID("plan"))
            .map(
                plan ->
                    new Clone.Work(
                        plan, row.getUUID("job"), Optional.ofNullable(row.getUUID("copy"))));
    Optional<MachineImage> image =
        Optional.ofNullable(row.getString("ami"))
            .map(ami -> new MachineImage(ami, row.getString("region")));
    return new Clone(row.getUUID("id"), work, image);
  }

  private static Buffer bytes(IdempotencyKey key) {
    return Buffer.buffer(HexFormat.of().parseHex(key.requestHash()));
  }

  /** What a key was used for. */
  record KeyUse(UUID id, String requestHash) {}
}
