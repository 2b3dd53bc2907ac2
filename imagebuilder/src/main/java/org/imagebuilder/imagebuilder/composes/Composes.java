package org.imagebuilder.imagebuilder.composes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.imagebuilder.customizations.PasswordHashing;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;
import org.imagebuilder.imagebuilder.identity.Identity;
import org.imagebuilder.imagebuilder.orders.Orders;

/** The use cases around composes: request, find, list, delete. */
@ApplicationScoped
public class Composes {
  private final ComposeStore composes;
  private final ComposeRequestStore requests;
  private final RequestWriter writer;
  private final Orders orders;
  private final Handover handover;
  private final PasswordHashing passwords;
  private final Outcomes outcomes;
  private final Quotas quotas;

  /** A page of composes and how many there are in all. */
  record Page(List<Compose> composes, long total) {}

  Composes(
      ComposeStore composes,
      ComposeRequestStore requests,
      RequestWriter writer,
      Orders orders,
      Handover handover,
      PasswordHashing passwords,
      Outcomes outcomes,
      Quotas quotas) {
    this.composes = composes;
    this.requests = requests;
    this.writer = writer;
    this.orders = orders;
    this.handover = handover;
    this.passwords = passwords;
    this.outcomes = outcomes;
    this.quotas = quotas;
  }

  /** Asks for a compose: a row first, then composer, then the compose (ADR 0030). */
  Uni<UUID> request(ObjectNode request, Identity caller) {
    return passwords
        .hashed(request)
        .chain(hashed -> quotas.of(caller).chain(quota -> reserved(hashed, quota, caller)))
        .chain(handover::first);
  }

  // Whoever has no quota left is told so first, and other services are not asked for nothing.
  private Uni<ComposeRequest> reserved(ObjectNode request, Optional<Quota> quota, Identity caller) {
    String organisation = caller.organisation();
    return quota
        .map(limit -> requests.look(organisation, limit, writer.now()))
        .orElseGet(() -> Uni.createFrom().voidItem())
        .chain(() -> orders.prepare(request, caller))
        .chain(
            order ->
                requests.reserve(
                    organisation, quota, writer.now(), () -> writer.row(request, order, caller)));
  }

  /** The caller's compose. */
  Uni<Compose> find(UUID id, Identity caller) {
    return composes
        .find(id, caller.organisation())
        .onItem()
        .ifNull()
        .failWith(() -> new ApiException(ErrorCode.COMPOSE_NOT_FOUND, id));
  }

  /** How far it is. */
  Uni<ObjectNode> imageStatus(Compose compose) {
    return outcomes.imageStatus(compose.id);
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
    return composes
        .count(listing)
        .chain(total -> page(listing, total).map(found -> new Page(found, total)));
  }

  // To find that a filter leaves nothing is the dearest of all pages.
  private Uni<List<Compose>> page(Listing listing, long total) {
    return listing.offset() < total ? composes.list(listing) : Uni.createFrom().item(List.of());
  }
}
