package org.imagebuilder.composer.queue;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import org.imagebuilder.composer.chores.Later;
import org.jspecify.annotations.Nullable;

/** A poll that waits: it is given one job or none, and at most one of that, once. */
final class Waiter {
  private final LeaseRequest request;
  private boolean over;
  private @Nullable Taken taken;
  private @Nullable UniEmitter<? super Optional<Taken>> emitter;
  private @Nullable ScheduledFuture<?> timer;

  Waiter(LeaseRequest request) {
    this.request = request;
  }

  LeaseRequest request() {
    return request;
  }

  /** Waits from the moment of the subscription on; {@code begun} is called then. */
  Uni<Optional<Taken>> await(Runnable begun) {
    return Uni.createFrom()
        .emitter(
            listening -> {
              synchronized (this) {
                emitter = listening;
                timer = Later.after(request.patience(), this::giveUp);
              }
              begun.run();
            });
  }

  /** Gives it a job; false when it does not wait any more. */
  boolean offer(Taken job) {
    return end(Optional.of(job));
  }

  /** Its patience is at an end, or the program's. */
  void giveUp() {
    end(Optional.empty());
  }

  /** Whoever polled is gone; returns what it had been given. */
  synchronized Optional<Taken> leave() {
    over = true;
    if (timer != null) {
      timer.cancel(false);
    }
    return Optional.ofNullable(taken);
  }

  synchronized boolean isOver() {
    return over;
  }

  private boolean end(Optional<Taken> answer) {
    UniEmitter<? super Optional<Taken>> listening;
    synchronized (this) {
      if (over) {
        return false;
      }
      over = true;
      taken = answer.orElse(null);
      listening = emitter;
      if (timer != null) {
        timer.cancel(false);
      }
    }
    if (listening != null) {
      listening.complete(answer);
    }
    return true;
  }
}
