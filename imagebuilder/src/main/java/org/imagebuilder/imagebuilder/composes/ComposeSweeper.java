package org.imagebuilder.imagebuilder.composes;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import org.imagebuilder.imagebuilder.composer.ComposerGateway;
import org.jboss.logging.Logger;

/**
 * Settles requests whose answer never came: posts them again where composer knows their key, and
 * else says that they are lost. Replicas share the work by row locks.
 */
@ApplicationScoped
public class ComposeSweeper {
  private static final Logger LOG = Logger.getLogger(ComposeSweeper.class);
  private static final Duration ACCEPTED_ARE_KEPT = Duration.ofDays(1);

  private final ComposeRequestStore requests;
  private final Handover handover;
  private final ComposerGateway composer;
  private final RequestWriter writer;
  private final ComposesConfig config;

  ComposeSweeper(
      ComposeRequestStore requests,
      Handover handover,
      ComposerGateway composer,
      RequestWriter writer,
      ComposesConfig config) {
    this.requests = requests;
    this.handover = handover;
    this.composer = composer;
    this.writer = writer;
    this.config = config;
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
        .onFailure()
        .invoke(failure -> LOG.warnf("The sweep of requests failed reason=%s", failure))
        .onFailure()
        .recoverWithNull();
  }

  private Uni<Void> settleAll(List<ComposeRequest> due) {
    return composer
        .knowsKeys()
        .onItem()
        .transformToMulti(
            known -> Multi.createFrom().iterable(due).map(each -> settle(each, known)))
        .onItem()
        .transformToUniAndConcatenate(each -> each)
        .collect()
        .asList()
        .replaceWithVoid();
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
    return requests.lose(request, because, writer.now());
  }
}
