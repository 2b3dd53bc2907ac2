package org.imagebuilder.imagebuilder.composes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;
import org.imagebuilder.imagebuilder.identity.Identity;

/** The use cases around composes: request, find, list, delete. */
@ApplicationScoped
public class Composes {
  private final ComposeStore composes;
  private final ListingStore listings;
  private final ComposeOriginStore ofBlueprints;
  private final Reservations reservations;
  private final RequestWriter writer;
  private final Handover handover;
  private final Outcomes outcomes;

  /** A page of composes, the blueprints of those that have one, and how many there are in all. */
  public record Page(List<Compose> composes, Map<UUID, BlueprintOrigin> origins, long total) {}

  Composes(
      ComposeStore composes,
      ListingStore listings,
      ComposeOriginStore ofBlueprints,
      Reservations reservations,
      RequestWriter writer,
      Handover handover,
      Outcomes outcomes) {
    this.composes = composes;
    this.listings = listings;
    this.ofBlueprints = ofBlueprints;
    this.reservations = reservations;
    this.writer = writer;
    this.handover = handover;
    this.outcomes = outcomes;
  }

  /** Asks for a compose: a row first, then composer, then the compose (ADR 0030). */
  Uni<UUID> request(ObjectNode request, Identity caller) {
    return all(List.of(request), Optional.empty(), caller).map(List::getFirst);
  }

  /**
   * Asks for composes of a version of a blueprint, all or none, and tells their ids in the order of
   * the requests (ADR 0035).
   */
  public Uni<List<UUID>> request(
      List<ObjectNode> requests, BlueprintSource source, Identity caller) {
    return requests.isEmpty()
        ? Uni.createFrom().item(List.of())
        : all(requests, Optional.of(source), caller);
  }

  private Uni<List<UUID>> all(
      List<ObjectNode> requests, Optional<BlueprintSource> source, Identity caller) {
    return reservations.reserve(requests, source, caller).chain(handover::first);
  }

  /** The caller's compose. */
  Uni<Compose> find(UUID id, Identity caller) {
    return composes
        .find(id, caller.organisation())
        .onItem()
        .ifNull()
        .failWith(() -> new ApiException(ErrorCode.COMPOSE_NOT_FOUND, id));
  }

  /** The same with what its status needs alone. */
  Uni<Standing> standing(UUID id, Identity caller) {
    return composes
        .standing(id, caller.organisation())
        .onItem()
        .ifNull()
        .failWith(() -> new ApiException(ErrorCode.COMPOSE_NOT_FOUND, id));
  }

  /** How far it is. */
  Uni<ObjectNode> imageStatus(Standing compose) {
    return outcomes.imageStatus(compose);
  }

  /** What is in its image. */
  Uni<ObjectNode> metadata(Compose compose) {
    return outcomes.metadata(compose.id);
  }

  /** Hides the caller's compose; what composer does with it is left alone. */
  Uni<Void> delete(UUID id, Identity caller) {
    return composes
        .delete(id, caller.organisation())
        .invoke(
            there -> {
              if (!there) {
                throw new ApiException(ErrorCode.COMPOSE_TO_DELETE_NOT_FOUND);
              }
            })
        .replaceWithVoid();
  }

  /** A page of the caller's composes, newest first. */
  Uni<Page> list(Listing listing) {
    return listings.list(listing).chain(found -> withOrigins(found.composes(), found.total()));
  }

  /** A page of those that were made from a version of a blueprint, or from any; newest first. */
  public Uni<Page> list(BlueprintComposes listing) {
    LocalDateTime since = writer.listedSince();
    return ofBlueprints
        .count(listing, since)
        .chain(
            total -> ofBlueprints.list(listing, since).chain(found -> withOrigins(found, total)));
  }

  private Uni<Page> withOrigins(List<Compose> found, long total) {
    return ofBlueprints.origins(found).map(origins -> new Page(found, origins, total));
  }
}
