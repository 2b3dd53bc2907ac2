package org.imagebuilder.imagebuilder.features;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.imagebuilder.neighbours.Connections;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Asks Unleash again and again, from the start on, which does not wait for the answer. While none
 * comes the last known flags count, and before the first one the configuration.
 */
@Singleton
class UnleashRefresher {
  private static final Logger LOG = Logger.getLogger(UnleashRefresher.class);
  private static final String APPLICATION = "image-builder";
  private static final String PROJECT = "default";

  private final String instance = APPLICATION + "-" + UUID.randomUUID();
  private final Optional<UnleashClient> client;
  private final FeaturesConfig config;
  private final Features features;
  private final ObjectMapper json;

  UnleashRefresher(
      Connections connections, FeaturesConfig config, Features features, ObjectMapper json) {
    this.client =
        config
            .unleash()
            .url()
            .map(
                url ->
                    connections
                        .to("imagebuilder.features.unleash", config.unleash())
                        .build(UnleashClient.class));
    this.config = config;
    this.features = features;
    this.json = json;
  }

  @Scheduled(
      every = "{imagebuilder.features.unleash.every}",
      // A start that is refused must not meet it halfway.
      delayed = "1s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  Uni<Void> refresh() {
    if (client.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    String token = config.unleash().token().filter(text -> !text.isBlank()).orElse(null);
    return client
        .get()
        .features(token, APPLICATION, instance, PROJECT)
        .map(this::flags)
        .invoke(features::learn)
        .replaceWithVoid()
        .onFailure()
        .recoverWithUni(
            failure -> {
              LOG.warnf("Unleash gave no usable answer reason=%s", failure);
              return Uni.createFrom().voidItem();
            });
  }

  private Map<String, Boolean> flags(RestResponse<String> answer) {
    JsonNode body;
    try {
      body = json.readTree(answer.getEntity());
    } catch (IOException notJson) {
      throw new IllegalStateException("it is no JSON", notJson);
    }
    if (!body.path("features").isArray()) {
      throw new IllegalStateException("it lists no features");
    }
    return UnleashFlags.of(body);
  }
}
