package org.imagebuilder.composer.queue;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import org.imagebuilder.composer.chores.Later;
import org.imagebuilder.composer.database.DeadConnection;
import org.imagebuilder.composer.database.Statements;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells every replica what changed in the queue, after the commit and never inside it: a NOTIFY in
 * a transaction makes all commits queue up behind each other. This process is told at once, others
 * over one permanent LISTEN connection each. What accumulates while a signal is on its way travels
 * together in the next. A signal that is lost costs a fallback poll, nothing else.
 */
final class JobSignal {
  private static final Logger LOG = Logger.getLogger(JobSignal.class);
  private static final String LISTEN = "listen composer_jobs";
  private static final String NOTIFY = "select pg_notify('composer_jobs', $1)";
  // PostgreSQL takes less than 8000 bytes; names of channels and types are the long part.
  private static final int PAYLOAD_CHARACTERS = 3500;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(3);

  private final Pool pool;
  private final Statements database;
  private final String process = UUID.randomUUID().toString();
  private final List<News> readers = new CopyOnWriteArrayList<>();
  private final Map<List<String>, Double> readyToSend = new HashMap<>();
  private final Set<String> endedToSend = new LinkedHashSet<>();
  private boolean sending;
  private boolean closed;

  /**
   * Set from the loss of the connection until the next attempt: its loss is told twice at times.
   */
  private boolean reconnecting;

  private Duration pause = SHORTEST_PAUSE;
  private @Nullable SqlConnection listening;

  JobSignal(Pool pool, Statements database) {
    this.pool = pool;
    this.database = database;
  }

  void tell(News reader) {
    readers.add(reader);
  }

  /** Jobs became ready, in a transaction that has been committed. */
  void ready(Collection<Ready> jobs) {
    if (jobs.isEmpty()) {
      return;
    }
    for (Ready job : jobs) {
      readers.forEach(reader -> reader.ready(job));
    }
    synchronized (this) {
      jobs.forEach(
          job -> readyToSend.merge(List.of(job.channel(), job.queueType()), job.tag(), Math::min));
    }
    send();
  }

  /** Awaited jobs ended, in a transaction that has been committed. */
  void ended(Collection<JobId> jobs) {
    if (jobs.isEmpty()) {
      return;
    }
    for (JobId job : jobs) {
      readers.forEach(reader -> reader.ended(job));
    }
    synchronized (this) {
      jobs.forEach(job -> endedToSend.add(job.toString()));
    }
    send();
  }

  /** Opens the LISTEN connection and keeps it open until {@link #close}. */
  void listen() {
    synchronized (this) {
      reconnecting = false;
    }
    pool.getConnection()
        .onItem()
        .transformToUni(this::listenOn)
        .subscribe()
        .with(
            connection -> {
              pause = SHORTEST_PAUSE;
              // Whatever was said before we could hear it.
              readers.forEach(News::missedSome);
              lookLater(connection);
            },
            failure -> listenAgain());
  }

  synchronized void close() {
    closed = true;
    if (listening != null) {
      listening.closeAndForget();
    }
  }

  private Uni<SqlConnection> listenOn(SqlConnection connection) {
    PgConnection postgres = (PgConnection) connection.getDelegate();
    postgres.notificationHandler(notification -> heard(notification.getPayload()));
    postgres.closeHandler(nothing -> listenAgain());
    synchronized (this) {
      listening = connection;
      if (closed) {
        connection.closeAndForget();
      }
    }
    return connection
        .query(LISTEN)
        .execute()
        .onFailure()
        .call(() -> connection.close().onFailure().recoverWithNull())
        .replaceWith(connection);
  }

  private void listenAgain() {
    synchronized (this) {
      listening = null;
      if (closed || reconnecting) {
        return;
      }
      reconnecting = true;
      LOG.debugf("Listens again pause=%s", pause);
    }
    ScheduledFuture<?> unused = Later.after(pause, this::listen);
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  // Nothing may be said for hours, and then a connection that was lost on the way looks the same.
  private void lookLater(SqlConnection connection) {
    ScheduledFuture<?> unused = Later.after(LOOK_EVERY, () -> look(connection));
  }

  private void look(SqlConnection connection) {
    synchronized (this) {
      if (!connection.equals(listening)) {
        return;
      }
    }
    connection
        .query("select 1")
        .execute()
        .ifNoItem()
        .after(ANSWER_TIMEOUT)
        .fail()
        .subscribe()
        .with(answer -> lookLater(connection), failure -> DeadConnection.cut(connection));
  }

  private void heard(String payload) {
    JsonObject news = new JsonObject(payload);
    if (process.equals(news.getString("from"))) {
      return;
    }
    for (Object each : news.getJsonArray("ready", new JsonArray())) {
      JsonArray job = (JsonArray) each;
      Ready ready = new Ready(job.getString(0), job.getString(1), job.getDouble(2));
      readers.forEach(reader -> reader.ready(ready));
    }
    for (Object each : news.getJsonArray("ended", new JsonArray())) {
      JobId job = new JobId(UUID.fromString((String) each));
      readers.forEach(reader -> reader.ended(job));
    }
  }

  private void send() {
    List<String> payloads;
    synchronized (this) {
      if (sending || closed || (readyToSend.isEmpty() && endedToSend.isEmpty())) {
        return;
      }
      sending = true;
      payloads = payloads();
    }
    Multi.createFrom()
        .iterable(payloads)
        .onItem()
        .transformToUniAndConcatenate(payload -> database.run(NOTIFY, Tuple.of(payload)))
        .collect()
        .last()
        .subscribe()
        .with(
            sent -> sentAndMore(),
            failure -> {
              // Nobody is worse off than by a second: every replica also looks by itself.
              LOG.debug("A signal was lost", failure);
              sentAndMore();
            });
  }

  private void sentAndMore() {
    synchronized (this) {
      sending = false;
    }
    send();
  }

  private List<String> payloads() {
    List<String> payloads = new ArrayList<>();
    JsonArray ready = new JsonArray();
    JsonArray ended = new JsonArray();
    int characters = 0;
    for (Map.Entry<List<String>, Double> each : readyToSend.entrySet()) {
      ready.add(
          new JsonArray().add(each.getKey().get(0)).add(each.getKey().get(1)).add(each.getValue()));
      characters += each.getKey().get(0).length() + each.getKey().get(1).length() + 30;
      if (characters > PAYLOAD_CHARACTERS) {
        payloads.add(payload(ready, ended));
        ready = new JsonArray();
        characters = 0;
      }
    }
    for (String job : endedToSend) {
      ended.add(job);
      characters += job.length() + 3;
      if (characters > PAYLOAD_CHARACTERS) {
        payloads.add(payload(ready, ended));
        ready = new JsonArray();
        ended = new JsonArray();
        characters = 0;
      }
    }
    if (!ready.isEmpty() || !ended.isEmpty()) {
      payloads.add(payload(ready, ended));
    }
    readyToSend.clear();
    endedToSend.clear();
    return payloads;
  }

  private String payload(JsonArray ready, JsonArray ended) {
    return new JsonObject().put("from", process).put("ready", ready).put("ended", ended).encode();
  }
}
