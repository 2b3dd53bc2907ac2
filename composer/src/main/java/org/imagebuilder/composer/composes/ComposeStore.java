package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.Statements;
import org.imagebuilder.composer.tenants.Tenant;

/** SQL for composes. */
@ApplicationScoped
class ComposeStore {
  // Waits for a rival that uses the same key, and then yields to it.
  private static final String INSERT =
      """
      insert into composes (id, tenant, channel, request, secrets, idempotency_key, request_hash)
      values ($1, $2, $3, $4, $5, $6, $7)
      on conflict (tenant, idempotency_key) do nothing
      returning id
      """;

  private static final String FIND =
      "select id, created_at from composes where id = $1 and tenant = $2";

  private static final String FIND_REQUEST =
      "select request, secrets from composes where id = $1 and tenant = $2";

  private static final String FIND_BY_KEY =
      "select id, request_hash from composes where tenant = $1 and idempotency_key = $2";

  private final Database database;

  ComposeStore(Database database) {
    this.database = database;
  }

  /** Whether the compose was written; it was not if its idempotency key is taken. */
  Uni<Boolean> insert(Statements tx, NewCompose compose) {
    Tuple arguments =
        Tuple.tuple()
            .addUUID(compose.id().value())
            .addString(compose.tenant().name())
            .addString(compose.tenant().channel().name())
            .addString(compose.request().shown().toString())
            .addString(compose.request().secrets().map(ObjectNode::toString).orElse(null))
            .addString(compose.key().map(IdempotencyKey::text).orElse(null))
            .addValue(compose.key().map(ComposeStore::bytes).orElse(null));
    return tx.run(INSERT, arguments).map(rows -> rows.size() > 0);
  }

  /** The compose of this id, if it is the tenant's. */
  Uni<Optional<Compose>> find(Tenant tenant, UUID id) {
    return database
        .run(FIND, Tuple.of(id, tenant.name()))
        .map(
            rows ->
                first(
                    rows,
                    row ->
                        new Compose(
                            new ComposeId(row.getUUID("id")),
                            row.getOffsetDateTime("created_at").toInstant())));
  }

  /** What was asked for, secrets and all; for planning, never for showing. */
  Uni<Optional<KeptRequest>> findRequest(Tenant tenant, UUID id) {
    return database
        .run(FIND_REQUEST, Tuple.of(id, tenant.name()))
        .map(
            rows ->
                first(
                    rows,
                    row ->
                        KeptRequest.stored(
                            row.getString("request"),
                            Optional.ofNullable(row.getString("secrets")))));
  }

  /** What the tenant used this key for before. */
  Uni<Optional<KeyUse>> findByKey(Statements tx, Tenant tenant, String key) {
    return tx.run(FIND_BY_KEY, Tuple.of(tenant.name(), key))
        .map(
            rows ->
                first(
                    rows,
                    row ->
                        new KeyUse(
                            new ComposeId(row.getUUID("id")),
                            HexFormat.of().formatHex(row.getBuffer("request_hash").getBytes()))));
  }

  private static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> read) {
    Iterator<Row> all = rows.iterator();
    return all.hasNext() ? Optional.of(read.apply(all.next())) : Optional.empty();
  }

  private static Buffer bytes(IdempotencyKey key) {
    return Buffer.buffer(HexFormat.of().parseHex(key.requestHash()));
  }

  /** A compose that an idempotency key stands for, and the hash of its request. */
  record KeyUse(ComposeId id, String requestHash) {}
}
