package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.Statements;
import org.imagebuilder.composer.errors.ErrorCode;
import org.imagebuilder.composer.tenants.Tenant;
import org.jspecify.annotations.Nullable;

/** SQL for composes. */
@ApplicationScoped
class ComposeStore {
  // Waits for a rival that uses the same key, and then yields to it.
  private static final String INSERT =
      """
      insert into composes (id, tenant, channel, request, secrets, idempotency_key, request_hash)
      select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
                           $7::bytea[]) as compose(id, tenant, channel, request, secrets, key, hash)
      -- In one order, lest two replicas wait for each other's keys.
      order by tenant, key
      on conflict (tenant, idempotency_key) do nothing
      returning id
      """;

  private static final String FIND =
      "select id, created_at from composes where id = $1 and tenant = $2";

  private static final String OWNED = "select id, tenant from composes where id = any($1)";

  private static final String FIND_REQUEST =
      "select request, secrets from composes where id = $1 and tenant = $2";

  private static final String REQUEST =
      "select request from composes where id = $1 and tenant = $2";

  private static final String SECRETS =
      "select secrets from composes where id = $1 and tenant = $2";

  private static final String NEWEST =
      """
      select id, created_at from composes where tenant = $1
      order by created_at desc, id
      limit $2 offset $3
      """;

  private static final String DELETE = "delete from composes where id = $1";

  private static final String IS_JOB = "select from jobs where id = $1 and channel = $2";

  private static final String FIND_BY_KEY =
      "select id, request_hash from composes where tenant = $1 and idempotency_key = $2";

  private final Database database;

  ComposeStore(Database database) {
    this.database = database;
  }

  /** Writes composes, except those whose idempotency key is taken; says which it wrote. */
  Uni<Set<UUID>> insert(Statements tx, List<NewCompose> composes) {
    Tuple arguments =
        Tuple.tuple()
            .addArrayOfUUID(composes.stream().map(each -> each.id().value()).toArray(UUID[]::new))
            .addArrayOfString(texts(composes, each -> each.tenant().name()))
            .addArrayOfString(texts(composes, each -> each.tenant().channel().name()))
            .addArrayOfString(texts(composes, each -> each.request().shown().toString()))
            .addArrayOfString(
                texts(
                    composes,
                    each -> each.request().secrets().map(ObjectNode::toString).orElse(null)))
            .addArrayOfString(
                texts(composes, each -> each.key().map(IdempotencyKey::text).orElse(null)))
            .addValue(
                composes.stream()
                    .map(each -> each.key().map(ComposeStore::bytes).orElse(null))
                    .toArray(Buffer[]::new));
    return tx.run(INSERT, arguments)
        .map(
            rows -> {
              Set<UUID> written = new HashSet<>();
              rows.forEach(row -> written.add(row.getUUID("id")));
              return written;
            });
  }

  private static String[] texts(
      List<NewCompose> composes, Function<NewCompose, @Nullable String> text) {
    return composes.stream().map(text).toArray(String[]::new);
  }

  /** The compose of this id, if it is the tenant's. */
  Uni<Optional<Compose>> find(Tenant tenant, UUID id) {
    return database
        .run(FIND, Tuple.of(id, tenant.name()))
        .map(rows -> first(rows, ComposeStore::compose));
  }

  /** Whose these composes are; unknown ones are missing. */
  Uni<Set<Owned>> owned(Set<UUID> ids) {
    return database
        .run(OWNED, Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new)))
        .map(
            rows -> {
              Set<Owned> owned = new HashSet<>();
              rows.forEach(row -> owned.add(new Owned(row.getString("tenant"), row.getUUID("id"))));
              return owned;
            });
  }

  /** The compose of this id, or the failure that the caller is told. */
  Uni<Compose> known(Tenant tenant, UUID id) {
    return find(tenant, id)
        .flatMap(
            found ->
                found.isPresent()
                    ? Uni.createFrom().item(found.get())
                    : isJob(tenant, id)
                        .map(
                            job -> {
                              throw job
                                  ? ErrorCode.INVALID_JOB_TYPE.because("the id is no compose's")
                                  : ErrorCode.COMPOSE_NOT_FOUND.because("job does not exist");
                            }));
  }

  /** The request of a compose as it may be shown. */
  Uni<Optional<String>> request(Tenant tenant, UUID id) {
    return database
        .run(REQUEST, Tuple.of(id, tenant.name()))
        .map(rows -> first(rows, row -> row.getString("request")));
  }

  /** Some of the tenant's composes, newest first. */
  Uni<List<Compose>> newest(Tenant tenant, int limit, int offset) {
    return database
        .run(NEWEST, Tuple.of(tenant.name(), limit, offset))
        .map(
            rows -> {
              List<Compose> composes = new ArrayList<>();
              rows.forEach(row -> composes.add(compose(row)));
              return composes;
            });
  }

  /** Forgets a compose, whatever becomes of its jobs. */
  Uni<Void> delete(Statements tx, UUID id) {
    return tx.run(DELETE, Tuple.of(id)).replaceWithVoid();
  }

  private Uni<Boolean> isJob(Tenant tenant, UUID id) {
    return database.run(IS_JOB, Tuple.of(id, tenant.channel().name())).map(rows -> rows.size() > 0);
  }

  private static Compose compose(Row row) {
    return new Compose(
        new ComposeId(row.getUUID("id")), row.getOffsetDateTime("created_at").toInstant());
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

  /** What is not to be shown of anything that is told about the compose. */
  Uni<Optional<Secrets>> secrets(Tenant tenant, UUID id) {
    return database
        .run(SECRETS, Tuple.of(id, tenant.name()))
        .map(
            rows ->
                first(rows, row -> Secrets.stored(Optional.ofNullable(row.getString("secrets")))));
  }

  /** What the tenant used this key for before. */
  Uni<Optional<KeyUse>> findByKey(Tenant tenant, String key) {
    return database
        .run(FIND_BY_KEY, Tuple.of(tenant.name(), key))
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

  /** A compose of a tenant. */
  record Owned(String tenant, UUID id) {}

  /** A compose that an idempotency key stands for, and the hash of its request. */
  record KeyUse(ComposeId id, String requestHash) {}
}
