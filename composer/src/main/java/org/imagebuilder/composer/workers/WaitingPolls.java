package org.imagebuilder.composer.workers;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.imagebuilder.composer.queue.LeasedJob;

/** The agents that wait for a job; all of them are told that there is none when composer stops. */
@ApplicationScoped
class WaitingPolls {
  private final Set<UniEmitter<? super Optional<LeasedJob>>> waiting =
      ConcurrentHashMap.newKeySet();

  /** Once true it stays so: no job is handed out any more. */
  private volatile boolean stopping;

  boolean areOver() {
    return stopping;
  }

  /** The lease, or nothing as soon as composer stops; a lease that came too late is given back. */
  Uni<Optional<LeasedJob>> untilStop(Uni<Optional<LeasedJob>> lease) {
    return Uni.combine().any().of(lease, stop());
  }

  void stop(@Observes ShutdownDelayInitiatedEvent event) {
    stopping = true;
    waiting.forEach(poll -> poll.complete(Optional.empty()));
  }

  private Uni<Optional<LeasedJob>> stop() {
    return Uni.createFrom()
        .emitter(
            poll -> {
              waiting.add(poll);
              poll.onTermination(() -> waiting.remove(poll));
              if (stopping) {
                poll.complete(Optional.empty());
              }
            });
  }
}
