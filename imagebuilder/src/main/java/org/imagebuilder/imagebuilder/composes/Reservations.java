package org.imagebuilder.imagebuilder.composes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.imagebuilder.imagebuilder.composer.ComposeOrder;
import org.imagebuilder.imagebuilder.customizations.PasswordHashing;
import org.imagebuilder.imagebuilder.identity.Identity;
import org.imagebuilder.imagebuilder.orders.Orders;

/**
 * Keeps requests before composer hears of them: all of them, found good and within the quota, or
 * none.
 */
@Singleton
class Reservations {
  private final ReservationStore store;
  private final RequestWriter writer;
  private final Orders orders;
  private final PasswordHashing passwords;
  private final Quotas quotas;

  Reservations(
      ReservationStore store,
      RequestWriter writer,
      Orders orders,
      PasswordHashing passwords,
      Quotas quotas) {
    this.store = store;
    this.writer = writer;
    this.orders = orders;
    this.passwords = passwords;
    this.quotas = quotas;
  }

  /** The kept rows in the order of the requests, or the first refusal. */
  Uni<List<ComposeRequest>> reserve(
      List<ObjectNode> asked, Optional<BlueprintSource> source, Identity caller) {
    return each(asked, passwords::hashed)
        .chain(
            hashed -> quotas.of(caller).chain(quota -> withinQuota(hashed, source, quota, caller)));
  }

  // Whoever has no quota left is told so first, and other services are not asked for nothing. It is
  // taken in the end, when nobody has to be asked any more.
  private Uni<List<ComposeRequest>> withinQuota(
      List<ObjectNode> hashed,
      Optional<BlueprintSource> source,
      Optional<Quota> quota,
      Identity caller) {
    String organisation = caller.organisation();
    Uni<Void> looked =
        quota
            .filter(Quota::limits)
            .map(limit -> store.look(organisation, limit, hashed.size()))
            .orElseGet(() -> Uni.createFrom().voidItem());
    return looked
        .chain(() -> each(hashed, request -> row(request, source, caller)))
        .map(rows -> writer.together(rows, source))
        .call(rows -> store.reserve(new Reservation(organisation, quota, rows)));
  }

  private Uni<ComposeRequest> row(
      ObjectNode request, Optional<BlueprintSource> source, Identity caller) {
    return orders
        .prepare(request, caller)
        .map(order -> source.map(from -> order.of(from.blueprint())).orElse(order))
        .map((ComposeOrder order) -> writer.row(request, order, caller));
  }

  private static <A, B> Uni<List<B>> each(List<A> items, Function<A, Uni<? extends B>> step) {
    return Multi.createFrom()
        .iterable(items)
        .onItem()
        .<B>transformToUniAndConcatenate(step)
        .collect()
        .asList();
  }
}
