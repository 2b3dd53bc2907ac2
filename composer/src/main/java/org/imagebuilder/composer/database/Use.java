package org.imagebuilder.composer.database;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One use of a connection of the pool: waits for it, works on it and lets it go, all within a
 * patience. A connection that does not answer in time is cut off: the pool opens another, and no
 * packet that was lost on the way is waited for. Whoever goes away meanwhile leaves no connection
 * behind.
 */
final class Use<T> {
  private final Function<SqlConnection, Uni<T>> work;
  private final UniEmitter<? super T> emitter;
  private final Runnable stopClock;
  private @Nullable SqlConnection connection;
  private @Nullable Cancellable working;
  private boolean over;
  private boolean abandoned;

  private Use(
      Function<SqlConnection, Uni<T>> work, UniEmitter<? super T> emitter, Duration patience) {
    this.work = work;
    this.emitter = emitter;
    this.stopClock = clock(patience.toMillis(), () -> runOut(patience));
  }

  /** A Uni that uses a connection of {@code pool} each time it is subscribed to. */
  static <T> Uni<T> of(Pool pool, Duration patience, Function<SqlConnection, Uni<T>> work) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              Use<T> use = new Use<>(work, emitter, patience);
              emitter.onTermination(use::leave);
              pool.getConnection()
                  .subscribe()
                  .with(use::begin, failure -> use.fail(new DatabaseAwayException(failure)));
            });
  }

  private void begin(SqlConnection arrived) {
    boolean tooLate;
    synchronized (this) {
      tooLate = over;
      connection = arrived;
    }
    if (tooLate) {
      arrived.closeAndForget();
      return;
    }
    Cancellable begun = work.apply(arrived).subscribe().with(this::complete, this::fail);
    boolean unwanted;
    synchronized (this) {
      working = begun;
      unwanted = abandoned;
    }
    if (unwanted) {
      letGo(begun, arrived);
    }
  }

  private void complete(T item) {
    if (end()) {
      emitter.complete(item);
    }
  }

  private void fail(Throwable failure) {
    if (end()) {
      emitter.fail(failure);
    }
  }

  /** True for the one that ends it; what was done on the connection has ended before. */
  private boolean end() {
    SqlConnection held;
    synchronized (this) {
      if (over) {
        return false;
      }
      over = true;
      held = connection;
    }
    stopClock.run();
    if (held != null) {
      held.closeAndForget();
    }
    return true;
  }

  private void runOut(Duration patience) {
    if (abandon(true)) {
      emitter.fail(new DatabaseAwayException(new TimeoutException("no answer in " + patience)));
    }
  }

  private void leave() {
    abandon(false);
  }

  /** Ends it in the middle of the work; false when it was over already. */
  private boolean abandon(boolean dead) {
    SqlConnection held;
    Cancellable begun;
    synchronized (this) {
      if (over) {
        return false;
      }
      over = true;
      held = connection;
      begun = working;
      // Who is just about to begin notices by itself.
      abandoned = held != null && begun == null;
    }
    stopClock.run();
    if (held != null && dead) {
      DeadConnection.cut(held);
    }
    if (held != null && begun != null) {
      letGo(begun, held);
    }
    return true;
  }

  // In this order, or the next statement of the work would meet the connection's next user.
  private static void letGo(Cancellable begun, SqlConnection held) {
    begun.cancel();
    held.closeAndForget();
  }

  // A timer of an event loop costs next to nothing; chores run elsewhere.
  private static Runnable clock(long millis, Runnable alarm) {
    Context context = Vertx.currentContext();
    if (context == null) {
      ScheduledFuture<?> timer =
          Infrastructure.getDefaultWorkerPool().schedule(alarm, millis, TimeUnit.MILLISECONDS);
      return () -> timer.cancel(false);
    }
    Vertx vertx = context.owner();
    long timer = vertx.setTimer(millis, id -> alarm.run());
    return () -> vertx.cancelTimer(timer);
  }
}
