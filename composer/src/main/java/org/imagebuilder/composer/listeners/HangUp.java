package org.imagebuilder.composer.listeners;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.imagebuilder.composer.errors.ErrorCode;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Calls off what a request asked for when its caller is gone, which the framework does not do, or
 * when composer stops and cannot wait for it any longer: then the caller is told to ask again.
 */
@ApplicationScoped
public class HangUp {
  /** What a refusal needs to reach its caller before the server closes. */
  private static final Duration MARGIN = Duration.ofSeconds(3);

  private final CurrentVertxRequest current;
  private final Vertx vertx;
  private final Duration patience;
  private final Set<UniEmitter<?>> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  HangUp(
      CurrentVertxRequest current,
      Vertx vertx,
      @ConfigProperty(name = "quarkus.shutdown.delay") Optional<Duration> delay,
      @ConfigProperty(name = "quarkus.shutdown.timeout") Optional<Duration> timeout) {
    this.current = current;
    this.vertx = vertx;
    this.patience = delay.orElse(Duration.ZERO).plus(timeout.orElse(Duration.ZERO)).minus(MARGIN);
  }

  /** The same answer; its Uni is cancelled when the connection of the current request closes. */
  public <T> Uni<RestResponse<T>> cancels(Uni<RestResponse<T>> answer) {
    return Uni.combine().any().of(answer, gone(current.getCurrent()), stop());
  }

  /** Most of what callers wait for comes in time, by whichever replica an agent reports to. */
  void stop(@Observes ShutdownDelayInitiatedEvent event) {
    vertx.setTimer(Math.max(1, patience.toMillis()), late -> giveUp());
  }

  private void giveUp() {
    stopping = true;
    waiting.forEach(HangUp::askAgain);
  }

  private <T> Uni<T> stop() {
    return Uni.createFrom()
        .emitter(
            caller -> {
              waiting.add(caller);
              caller.onTermination(() -> waiting.remove(caller));
              if (stopping) {
                askAgain(caller);
              }
            });
  }

  private static void askAgain(UniEmitter<?> caller) {
    caller.fail(ErrorCode.UNAVAILABLE.because("composer is stopping, ask again"));
  }

  /** Ends only when the caller is gone, with an answer that nobody will read. */
  private static <T> Uni<RestResponse<T>> gone(RoutingContext request) {
    return Uni.createFrom()
        .emitter(
            nobody -> {
              request.addEndHandler(
                  end -> {
                    if (end.failed()) {
                      nobody.complete(RestResponse.noContent());
                    }
                  });
              if (request.response().closed()) {
                nobody.complete(RestResponse.noContent());
              }
            });
  }
}
