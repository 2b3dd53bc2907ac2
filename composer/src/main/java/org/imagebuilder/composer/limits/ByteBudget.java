package org.imagebuilder.composer.limits;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * So many bytes may be in hand at the same time; whoever wants more waits for its turn, first come,
 * first served. One at a time may exceed the budget: else many that have a part of what they need
 * would wait for each other, and what alone is larger would wait for ever.
 */
public final class ByteBudget {
  private final long total;
  private final Deque<Wish> waiting = new ArrayDeque<>();
  private long used;
  private @Nullable Share favourite;

  public ByteBudget(long total) {
    this.total = total;
  }

  /** A part of the budget that grows as it is used, and is given back once. */
  public final class Share {
    private long bytes;
    private boolean over;

    private Share() {}

    /**
     * Takes more; true when it was there. Else {@code whenGranted} is called as soon as it is,
     * unless the share is given back before.
     */
    public boolean take(long more, Runnable whenGranted) {
      synchronized (ByteBudget.this) {
        if (over) {
          return false;
        }
        Wish wish = new Wish(this, more, whenGranted);
        if (favourite == this || (isPossible(wish) && (bytes > 0 || waiting.isEmpty()))) {
          grant(wish);
          return true;
        }
        waiting.add(wish);
        return false;
      }
    }

    /** Gives all of it back, or does not want it any more. Calling it again does nothing. */
    public void giveBack() {
      synchronized (ByteBudget.this) {
        if (over) {
          return;
        }
        over = true;
        used -= bytes;
        waiting.removeIf(wish -> wish.share == this);
        if (favourite == this) {
          favourite = null;
        }
      }
      admit();
    }
  }

  /** An empty share. */
  public Share share() {
    return new Share();
  }

  /** Does the work when it fits. */
  public <T> Uni<T> within(long bytes, Supplier<Uni<T>> work) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Share share = share();
              return Uni.createFrom()
                  .<Share>emitter(emitter -> take(share, bytes, emitter))
                  .onItem()
                  .transformToUni(granted -> work.get())
                  .onTermination()
                  .invoke(share::giveBack);
            });
  }

  private static void take(Share share, long bytes, UniEmitter<? super Share> emitter) {
    if (share.take(bytes, () -> emitter.complete(share))) {
      emitter.complete(share);
    }
  }

  private boolean isPossible(Wish wish) {
    boolean mayExceed = used == 0 || (wish.share.bytes > 0 && favourite == null);
    return used + wish.bytes <= total || mayExceed;
  }

  private void grant(Wish wish) {
    used += wish.bytes;
    wish.share.bytes += wish.bytes;
    if (used > total && favourite == null) {
      favourite = wish.share;
    }
  }

  private void admit() {
    for (Wish next = next(); next != null; next = next()) {
      next.whenGranted.run();
    }
  }

  // Whoever has begun goes before whoever has not: only so does anything get free.
  private synchronized @Nullable Wish next() {
    boolean first = true;
    for (Wish wish : waiting) {
      if (isPossible(wish) && (first || wish.share.bytes > 0)) {
        waiting.remove(wish);
        grant(wish);
        return wish;
      }
      first = false;
    }
    return null;
  }

  /** Compared by identity: two that want the same are two. */
  private static final class Wish {
    private final Share share;
    private final long bytes;
    private final Runnable whenGranted;

    Wish(Share share, long bytes, Runnable whenGranted) {
      this.share = share;
      this.bytes = bytes;
      this.whenGranted = whenGranted;
    }
  }
}
