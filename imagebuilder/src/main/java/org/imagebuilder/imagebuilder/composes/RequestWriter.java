package org.imagebuilder.imagebuilder.composes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.imagebuilder.composer.ComposeOrder;
import org.imagebuilder.imagebuilder.composer.ComposerMapper;
import org.imagebuilder.imagebuilder.composes.ComposeRequest.State;
import org.imagebuilder.imagebuilder.customizations.Secrets;
import org.imagebuilder.imagebuilder.identity.Identity;

/** Writes the rows that come before the calls to composer, or refuses what cannot be built. */
@Singleton
class RequestWriter {
  private final ComposerMapper mapper;
  private final ComposesConfig config;
  private final InstantSource clock;

  RequestWriter(ComposerMapper mapper, ComposesConfig config, InstantSource clock) {
    this.mapper = mapper;
    this.config = config;
    this.clock = clock;
  }

  LocalDateTime now() {
    return LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  Optional<Quota> quota(Identity caller) {
    return Quota.of(config.quotaFile(), caller.organisation());
  }

  /** The list of composes begins here. */
  LocalDateTime listedSince() {
    return now().minus(config.listWindow());
  }

  /** When somebody else may look at a request that is now in somebody's hands. */
  LocalDateTime nextAttempt() {
    return now().plus(config.sweepAfter());
  }

  /** The row of a request, with what composer will be sent. */
  ComposeRequest row(ObjectNode request, ComposeOrder order, Identity caller) {
    ComposeRequest row = new ComposeRequest();
    row.id = UUID.randomUUID();
    row.outgoing = mapper.request(order).toString();
    row.request = Secrets.withoutKeys(request).toString();
    row.organisation = caller.organisation();
    row.accountNumber = caller.accountNumber();
    row.email = caller.email();
    row.clientId = request.path("client_id").textValue();
    row.imageName = request.path("image_name").textValue();
    row.createdAt = now();
    row.nextAttemptAt = nextAttempt();
    row.state = State.REQUESTED;
    return row;
  }

  /** The same rows as a batch, if they are several. */
  List<ComposeRequest> together(List<ComposeRequest> rows, Optional<BlueprintSource> source) {
    LocalDateTime now = now();
    Optional<UUID> batch = rows.size() > 1 ? Optional.of(UUID.randomUUID()) : Optional.empty();
    for (int i = 0; i < rows.size(); i++) {
      ComposeRequest row = rows.get(i);
      row.blueprintVersionId = source.map(BlueprintSource::versionId).orElse(null);
      row.batch = batch.orElse(null);
      row.position = i;
      // A little apart, so that lists keep their order.
      row.createdAt = now.plus(i, ChronoUnit.MICROS);
      row.nextAttemptAt = nextAttempt();
    }
    return rows;
  }
}
