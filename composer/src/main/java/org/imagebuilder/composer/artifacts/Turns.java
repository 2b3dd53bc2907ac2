package org.imagebuilder.composer.artifacts;

import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who may write where. A sender whose connection was lost comes again before this side has noticed;
 * so the newcomer ends the turn of whoever is at it, and waits until that one has let go.
 */
final class Turns {
  private final Map<String, Turn> current = new ConcurrentHashMap<>();

  /** The right to write to one place until it ends, or is ended by a newcomer. */
  static final class Turn {
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> stopped = new CompletableFuture<>();

    /** Calls {@code action} when a newcomer wants the place, maybe at once. */
    void whenStopped(Runnable action) {
      var unused = stopped.thenRun(action);
    }
  }

  /** Does the work when the place is free; the place is free again when its Uni ends. */
  <T> Uni<T> take(String place, Function<Turn, Uni<T>> work) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Turn turn = new Turn();
              Optional<Turn> before = Optional.ofNullable(current.put(place, turn));
              return before
                  .map(Turns::stop)
                  .orElse(Uni.createFrom().voidItem())
                  .chain(() -> work.apply(turn))
                  .onTermination()
                  .invoke(() -> end(place, turn));
            });
  }

  private static Uni<Void> stop(Turn turn) {
    turn.stopped.complete(null);
    return Uni.createFrom().completionStage(turn.ended);
  }

  private void end(String place, Turn turn) {
    current.remove(place, turn);
    turn.ended.complete(null);
  }
}
