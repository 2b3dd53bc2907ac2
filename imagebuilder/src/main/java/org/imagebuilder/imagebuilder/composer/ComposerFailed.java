package org.imagebuilder.imagebuilder.composer;

import io.smallrye.mutiny.Uni;
import java.io.Serial;

/**
 * Composer, or what stands before it, answered that it is in trouble. A failure, so that retries
 * and circuit breakers see it; what was said is at hand behind them.
 */
final class ComposerFailed extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient ComposerReply reply;

  ComposerFailed(ComposerReply reply) {
    super("status " + reply.status(), null, false, false);
    this.reply = reply;
  }

  ComposerReply reply() {
    return reply;
  }

  /** The answer, trouble or not; only a call that brought none fails. */
  static Uni<ComposerReply> orReply(Uni<ComposerReply> call) {
    return call.onFailure(ComposerFailed.class)
        .recoverWithItem(failure -> ((ComposerFailed) failure).reply());
  }
}
