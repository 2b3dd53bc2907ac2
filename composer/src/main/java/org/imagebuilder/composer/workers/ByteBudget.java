package org.imagebuilder.composer.workers;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What all large bodies of the process may take of its memory together. Whoever does not fit waits,
 * first come, first served, and its sender is not read from meanwhile.
 */
final class ByteBudget {
  private final Deque<Share> waiting = new ArrayDeque<>();
  private long free;

  ByteBudget(long bytes) {
    this.free = bytes;
  }

  /** A part of the budget that was asked for; given back once, or withdrawn. */
  final class Share {
    private final long bytes;
    private final Runnable whenGranted;
    private boolean granted;
    private boolean over;

    private Share(long bytes, Runnable whenGranted) {
      this.bytes = bytes;
      this.whenGranted = whenGranted;
    }

    /** Gives the bytes back, or does not want them any more. Calling it again does nothing. */
    void giveBack() {
      synchronized (ByteBudget.this) {
        if (over) {
          return;
        }
        over = true;
        if (granted) {
          free += bytes;
        } else {
          waiting.remove(this);
        }
      }
      grant();
    }
  }

  /** Calls {@code whenGranted} as soon as so many bytes are free, maybe at once. */
  Share ask(long bytes, Runnable whenGranted) {
    Share share = new Share(bytes, whenGranted);
    synchronized (this) {
      waiting.add(share);
    }
    grant();
    return share;
  }

  private void grant() {
    while (true) {
      Share next;
      synchronized (this) {
        next = waiting.peek();
        if (next == null || next.bytes > free) {
          return;
        }
        waiting.remove();
        free -= next.bytes;
        next.granted = true;
      }
      next.whenGranted.run();
    }
  }
}
