package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.imagebuilder.imagebuilder.neighbours.Connections;

/**
 * Composer over the wire. An answer is an answer; what fails is a call that brought none, and one
 * that brought a server error, so that too many of them are seen. Reading and calling off are tried
 * again by themselves, posting is not.
 */
@ApplicationScoped
class ComposerCalls {
  private final ComposerClient composes;
  private final ComposerResultsClient results;
  private final ComposerServiceClient service;
  private final ComposerCaller caller;

  ComposerCalls(Connections connections, ComposerConfig config, ComposerCaller caller) {
    QuarkusRestClientBuilder way = connections.to(ComposerConfig.KEY, config);
    this.composes = way.build(ComposerClient.class);
    this.results = way.build(ComposerResultsClient.class);
    this.service = way.build(ComposerServiceClient.class);
    this.caller = caller;
  }

  @Timeout(value = 15, unit = ChronoUnit.SECONDS)
  @CircuitBreaker(requestVolumeThreshold = 10, failureRatio = 0.6, delay = 3000)
  @Bulkhead(value = 100, waitingTaskQueue = 200)
  Uni<ComposerReply> post(ObjectNode compose, String key, String fairShareKey) {
    return caller.reply(() -> composes.postCompose(compose, key, fairShareKey, null, null));
  }

  @Timeout(value = 5, unit = ChronoUnit.SECONDS)
  @Retry(maxRetries = 1, delay = 100, jitter = 50)
  Uni<ComposerReply> cancel(UUID id) {
    return caller.reply(() -> composes.postCancelCompose(id));
  }

  @Timeout(value = 5, unit = ChronoUnit.SECONDS)
  @Retry(maxRetries = 2, delay = 100, jitter = 50)
  @CircuitBreaker(requestVolumeThreshold = 20, failureRatio = 0.6, delay = 3000)
  @Bulkhead(value = 100, waitingTaskQueue = 200)
  Uni<ComposerReply> status(UUID id) {
    return caller.reply(() -> composes.getComposeStatus(id));
  }

  @Timeout(value = 5, unit = ChronoUnit.SECONDS)
  @Retry(maxRetries = 2, delay = 100, jitter = 50)
  @CircuitBreaker(requestVolumeThreshold = 20, failureRatio = 0.6, delay = 3000)
  Uni<ComposerReply> metadata(UUID id) {
    return caller.reply(() -> results.getComposeMetadata(id));
  }

  @Timeout(value = 5, unit = ChronoUnit.SECONDS)
  @Retry(maxRetries = 1, delay = 100, jitter = 50)
  @Bulkhead(value = 10, waitingTaskQueue = 20)
  Uni<ComposerReply> contract() {
    return caller.reply(() -> service.getOpenapi(null));
  }
}
