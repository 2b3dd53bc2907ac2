package org.imagebuilder.imagebuilder.recommendations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.imagebuilder.imagebuilder.neighbours.Replies;
import org.imagebuilder.imagebuilder.neighbours.Reply;
import org.imagebuilder.imagebuilder.tokens.Tokens;

/**
 * The service over the wire. It is slow and nobody depends on it, so it is not asked again; only a
 * token that it does not take is renewed, once.
 */
@ApplicationScoped
class RecommendationsCalls {
  private final Tokens tokens;
  private final Replies replies;

  RecommendationsCalls(
      @RestClient RecommendationsTokenClient tokenClient,
      RecommendationsConfig config,
      InstantSource clock,
      Replies replies) {
    this.tokens = new Tokens(tokenClient, config.clientId(), config.clientSecret(), clock);
    this.replies = replies;
  }

  @Timeout(value = 15, unit = ChronoUnit.SECONDS)
  @CircuitBreaker(requestVolumeThreshold = 10, failureRatio = 0.6, delay = 3000)
  @Bulkhead(value = 20, waitingTaskQueue = 50)
  Uni<Reply> recommend(RecommendationsClient client, ObjectNode question) {
    return once(client, question)
        .chain(
            reply -> {
              if (!reply.isForbidden() || !tokens.configured()) {
                return Uni.createFrom().item(reply);
              }
              tokens.renew();
              return once(client, question);
            });
  }

  private Uni<Reply> once(RecommendationsClient client, ObjectNode question) {
    if (!tokens.configured()) {
      return replies.of(() -> client.recommend(null, question));
    }
    return tokens
        .current()
        .chain(token -> replies.of(() -> client.recommend("Bearer " + token, question)));
  }
}
