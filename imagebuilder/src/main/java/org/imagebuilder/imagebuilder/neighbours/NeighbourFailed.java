package org.imagebuilder.imagebuilder.neighbours;

import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A neighbour is in trouble of its own, or said what makes no sense; asking again may help. */
public final class NeighbourFailed extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient @Nullable Reply reply;

  public NeighbourFailed(String what) {
    super(what, null, false, false);
    this.reply = null;
  }

  NeighbourFailed(Reply reply) {
    super("status " + reply.status(), null, false, false);
    this.reply = reply;
  }

  /** What it said nevertheless. */
  public Optional<Reply> reply() {
    return Optional.ofNullable(reply);
  }
}
