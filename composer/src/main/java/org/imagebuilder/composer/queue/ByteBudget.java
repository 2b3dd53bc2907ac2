package org.imagebuilder.composer.queue;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * So many bytes may be in hand at the same time; whoever wants more waits for its turn. What alone
 * exceeds the budget is let through when nothing else is in hand.
 */
public final class ByteBudget {
  private final long total;
  private final Deque<Turn> waiting = new ArrayDeque<>();
  private long used;

  /** Nothing is in hand yet. */
  public ByteBudget(long total) {
    this.total = total;
  }

  /** Does the work when it fits. */
  public <T> Uni<T> within(long bytes, Supplier<Uni<T>> work) {
    return Uni.createFrom()
        .<Turn>emitter(emitter -> queue(new Turn(bytes, emitter)))
        .onItem()
        .transformToUni(
            turn -> {
              begin(turn);
              return Uni.createFrom()
                  .deferred(work::get)
                  .onTermination()
                  .invoke(() -> release(turn));
            });
  }

  private void queue(Turn turn) {
    synchronized (this) {
      waiting.add(turn);
    }
    turn.emitter.onTermination(() -> leave(turn));
    admit();
  }

  private synchronized void begin(Turn turn) {
    turn.begun = true;
  }

  // Whoever goes away while it waits leaves its place, and the bytes if it was just given them.
  private void leave(Turn turn) {
    boolean unused;
    synchronized (this) {
      waiting.remove(turn);
      unused = turn.admitted && !turn.begun;
    }
    if (unused) {
      release(turn);
    }
  }

  private void release(Turn turn) {
    synchronized (this) {
      used -= turn.bytes;
    }
    admit();
  }

  private void admit() {
    while (true) {
      Turn next;
      synchronized (this) {
        Turn first = waiting.peek();
        if (first == null || (used > 0 && used + first.bytes > total)) {
          return;
        }
        waiting.remove();
        used += first.bytes;
        first.admitted = true;
        next = first;
      }
      next.emitter.complete(next);
    }
  }

  private static final class Turn {
    private final long bytes;
    private final UniEmitter<? super Turn> emitter;
    private boolean admitted;
    private boolean begun;

    Turn(long bytes, UniEmitter<? super Turn> emitter) {
      this.bytes = bytes;
      this.emitter = emitter;
    }
  }
}
