package org.imagebuilder.imagebuilder.composes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;
import org.imagebuilder.imagebuilder.composer.ComposerGateway;
import org.jboss.logging.Logger;

/**
 * How far the images of composes are, and what is in them. Composer is asked until it says that an
 * image is done or has failed; that is kept word for word, and composer is not asked again by any
 * replica.
 */
@Singleton
class Outcomes {
  private static final Logger LOG = Logger.getLogger(Outcomes.class);
  private static final Set<String> LAST = Set.of("success", "failure");

  private final OutcomeStore store;
  private final ComposerGateway composer;
  private final ObjectMapper json;
  private final InstantSource clock;

  Outcomes(OutcomeStore store, ComposerGateway composer, ObjectMapper json, InstantSource clock) {
    this.store = store;
    this.composer = composer;
    this.json = json;
    this.clock = clock;
  }

  Uni<ObjectNode> imageStatus(Standing compose) {
    return compose
        .outcome()
        .map(kept -> Uni.createFrom().item(read(kept)))
        .orElseGet(() -> asked(compose.id()));
  }

  /** What is in the image; asked of composer each time. */
  Uni<ObjectNode> metadata(UUID composeId) {
    return composer.metadata(composeId);
  }

  private Uni<ObjectNode> asked(UUID composeId) {
    return composer
        .imageStatus(composeId)
        .call(
            status ->
                LAST.contains(status.path("status").asText())
                    ? keep(composeId, status)
                    : Uni.createFrom().voidItem());
  }

  // The caller has his answer whether or not it can be kept; the next one asks composer again.
  private Uni<Void> keep(UUID composeId, ObjectNode status) {
    LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    return store
        .keep(composeId, status.toString(), now)
        .onFailure()
        .invoke(
            failure ->
                LOG.warnf("An outcome was not kept composeId=%s reason=%s", composeId, failure))
        .onFailure()
        .recoverWithNull();
  }

  private ObjectNode read(String kept) {
    try {
      return (ObjectNode) json.readTree(kept);
    } catch (JsonProcessingException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
