package org.imagebuilder.imagebuilder.recommendations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.imagebuilder.imagebuilder.neighbours.CallRules;
import org.imagebuilder.imagebuilder.neighbours.Calls;
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
  private static final CallRules RULES =
      CallRules.within(Duration.ofSeconds(15)).leftAloneAfter(10).atOnce(20, 50);

  private final Optional<Tokens> tokens;
  private final Replies replies;
  private final Calls recommend;

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
    this.recommend = connections.calls(RecommendationsConfig.KEY, config, "recommend", RULES);
  }

  Uni<Reply> recommend(RecommendationsClient client, ObjectNode question) {
    return recommend.make(() -> withToken(client, question));
  }

  private Uni<Reply> withToken(RecommendationsClient client, ObjectNode question) {
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
