package org.imagebuilder.imagebuilder.composes;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import org.imagebuilder.imagebuilder.composer.ComposerGateway;
import org.jboss.logging.Logger;

/**
 * Settles requests whose answer never came: posts them again where composer knows their key, and
 * else says that they are lost. Replicas share the work by row locks.
 */
@ApplicationScoped
public class ComposeSweeper {
  private static final Logger LOG = Logger.getLogger(ComposeSweeper.class);
  private static final String PREFIX = "image_builder_crc_";
  private static final Duration ACCEPTED_ARE_KEPT = Duration.ofDays(1);

  private static final String UNREADABLE =
      "what was kept of the request, or of another one of its batch, cannot be read";

  private final ComposeRequestStore requests;
  private final Handover handover;
  private final ComposerGateway composer;
  private final RequestWriter writer;
  private final ComposesConfig config;
  private final Counter lost;
  private final Counter done;
  private final Counter failed;

  ComposeSweeper(
      ComposeRequestStore requests,
      Handover handover,
      ComposerGateway composer,
      RequestWriter writer,
      ComposesConfig config,
      MeterRegistry meters) {
    this.requests = requests;
    this.handover = handover;
    this.composer = composer;
    this.writer = writer;
    this.config = config;
    this.lost = meters.counter(PREFIX + "lost_requests");
    this.done = meters.counter(PREFIX + "sweeps", "outcome", "done");
    this.failed = meters.counter(PREFIX + "sweeps", "outcome", "failed");
  }

  /** One round over what is overdue. */
  @Scheduled(
      every = "{imagebuilder.composes.sweep-every}",
      delayed = "5s",
      concurrentExecution = ConcurrentExecution.SKIP)
  public Uni<Void> sweep() {
    LocalDateTime now = writer.now();
    return requests
        .takeDue(now, now.plus(config.sweepPause()))
        .chain(due -> due.isEmpty() ? Uni.createFrom().voidItem() : settleAll(due))
        .chain(() -> requests.purgeAccepted(now.minus(ACCEPTED_ARE_KEPT)))
        .replaceWithVoid()
        .invoke(() -> done.increment())
        .onFailure()
        .invoke(
            failure -> {
              failed.increment();
              LOG.warnf("The sweep of requests failed reason=%s", failure);
            })
        .onFailure()
        .recoverWithNull();
  }

  private Uni<Void> settleAll(List<UUID> due) {
    return composer
        .knowsKeys()
        .onItem()
        .transformToMulti(known -> Multi.createFrom().iterable(due).map(id -> settle(id, known)))
        .onItem()
        .transformToUniAndConcatenate(each -> each)
        .collect()
        .asList()
        .replaceWithVoid();
  }

  // Each by itself: what one row brings about is no reason to leave those behind it unsettled.
  private Uni<Void> settle(UUID id, boolean composerKnowsKeys) {
    return requests
        .read(id)
        .chain(
            found ->
                found
                    .map(request -> settle(request, composerKnowsKeys))
                    .orElseGet(() -> Uni.createFrom().voidItem()))
        .onFailure()
        .recoverWithUni(failure -> postpone(id, failure));
  }

  private Uni<Void> postpone(UUID id, Throwable failure) {
    LOG.warnf("A compose request is not settled requestId=%s reason=%s", id, failure);
    LocalDateTime now = writer.now();
    return requests
        .loseUnreadable(
            id, UNREADABLE, now.minus(config.giveUpAfter()), now.plus(config.sweepPause()))
        .invoke(
            given -> {
              lost.increment(given.size());
              given.forEach(
                  each ->
                      LOG.warnf(
                          "A compose request is given up requestId=%s reason=%s",
                          each, UNREADABLE));
            })
        .replaceWithVoid()
        .onFailure()
        .invoke(next -> LOG.warnf("Nor is it given up requestId=%s reason=%s", id, next))
        .onFailure()
        .recoverWithNull();
  }

  private Uni<Void> settle(ComposeRequest request, boolean composerKnowsKeys) {
    boolean givenUp = request.createdAt.plus(config.giveUpAfter()).isBefore(writer.now());
    if (request.state == ComposeRequest.State.WITHDRAWN) {
      return givenUp ? requests.keep(request) : handover.callOff(request);
    }
    if (givenUp) {
      return lose(request, "composer gave no answer for " + config.giveUpAfter());
    }
    return composerKnowsKeys
        ? handover.again(request)
        : lose(request, "this composer may build it twice if it is asked again");
  }

  private Uni<Void> lose(ComposeRequest request, String because) {
    LOG.warnf("A compose request is lost requestId=%s reason=%s", request.id, because);
    return requests.lose(request, because, writer.now()).invoke(() -> lost.increment());
  }
}
