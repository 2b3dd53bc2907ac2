package org.imagebuilder.imagebuilder.recommendations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.imagebuilder.imagebuilder.neighbours.Connections;
import org.imagebuilder.imagebuilder.neighbours.Replies;
import org.imagebuilder.imagebuilder.neighbours.Reply;
import org.imagebuilder.imagebuilder.tokens.TokenApi;
import org.imagebuilder.imagebuilder.tokens.Tokens;

/**
 * The service over the wire. It is slow and nobody depends on it, so it is not asked again; only a
 * token that it does not take is renewed, once.
 */
@ApplicationScoped
class RecommendationsCalls {
  private final Optional<Tokens> tokens;
  private final Replies replies;

  RecommendationsCalls(
      Connections connections, RecommendationsConfig config, InstantSource clock, Replies replies) {
    this.tokens =
        config
            .clientSecret()
            .filter(secret -> !secret.isBlank())
            .map(
                secret ->
                    new Tokens(
                        connections
                            .to(RecommendationsConfig.KEY + ".token", config.token())
                            .build(TokenApi.class),
                        config.clientId(),
                        config.clientSecret(),
                        clock));
    this.replies = replies;
  }

  @Timeout(value = 15, unit = ChronoUnit.SECONDS)
  @CircuitBreaker(requestVolumeThreshold = 10, failureRatio = 0.6, delay = 3000)
  @Bulkhead(value = 20, waitingTaskQueue = 50)
  Uni<Reply> recommend(RecommendationsClient client, ObjectNode question) {
    return once(client, question)
        .chain(
            reply -> {
              if (!reply.isForbidden() || tokens.isEmpty()) {
                return Uni.createFrom().item(reply);
              }
              tokens.get().renew();
              return once(client, question);
            });
  }

  private Uni<Reply> once(RecommendationsClient client, ObjectNode question) {
    return tokens
        .map(known -> known.current().map(token -> "Bearer " + token))
        .orElse(Uni.createFrom().nullItem())
        .chain(token -> replies.of(() -> client.recommend(token, question)));
  }
}
