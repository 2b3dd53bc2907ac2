package org.imagebuilder.composer.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** A database that lives as long as one test class, with the pools that were opened on it. */
public final class TestDatabase implements AutoCloseable {
  private static final Vertx VERTX = Vertx.vertx();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final PostgresServer server;
  private final URI address;
  private final String name;
  private final List<Pool> pools = new ArrayList<>();

  TestDatabase(PostgresServer server, URI address, String name) {
    this.server = server;
    this.address = address;
    this.name = name;
  }

  /** A fresh database of the shared server, with composer's schema in it. */
  public static TestDatabase migrated() {
    TestDatabase database = PostgresServer.shared().createDatabase();
    database.migrate();
    return database;
  }

  /** Brings composer's schema into this database. */
  public TestDatabase migrate() {
    Pool pool = pool(1);
    new MigrationRunner(pool, new PlainDatabaseConfig(), Migration.ofThisRelease())
        .run()
        .await()
        .atMost(PATIENCE);
    pool.closeAndAwait();
    return this;
  }

  /** Another pool on this database, as another replica would have one. */
  public synchronized Pool pool(int size) {
    Pool pool =
        Pool.newInstance(
            PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(size))
                .connectingTo(
                    PgConnectOptions.fromUri(address.toString()).setCachePreparedStatements(true))
                .using(VERTX.getDelegate())
                .build());
    pools.add(pool);
    return pool;
  }

  /** Where it is, as the data source's configuration wants it, without credentials. */
  public String url() {
    return "postgresql://%s:%d%s"
        .formatted(address.getHost(), address.getPort(), address.getPath());
  }

  /** User and password, joined by a colon. */
  public String credentials() {
    return address.getUserInfo();
  }

  /** The event loops that the pools run on. */
  public static Vertx vertx() {
    return VERTX;
  }

  /** Rows of one statement. */
  public List<Row> rows(Pool pool, String sql, Object... arguments) {
    return StreamSupport.stream(
            await(pool.preparedQuery(sql).execute(Tuple.from(arguments))).spliterator(), false)
        .toList();
  }

  /** Waits for a Uni, with a bound. */
  public static <T> T await(Uni<T> uni) {
    return uni.await().atMost(PATIENCE);
  }

  /** The server this database is in. */
  public PostgresServer server() {
    return server;
  }

  @Override
  public synchronized void close() {
    pools.forEach(pool -> pool.close().onFailure().recoverWithNull().await().atMost(PATIENCE));
    server.dropDatabase(name);
  }
}
