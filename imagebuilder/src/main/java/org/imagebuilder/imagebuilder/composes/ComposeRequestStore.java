package org.imagebuilder.imagebuilder.composes;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.imagebuilder.imagebuilder.composes.ComposeRequest.State;

/** SQL for the table compose_requests, and for its hand-over to composes. */
@ApplicationScoped
public class ComposeRequestStore implements PanacheRepositoryBase<ComposeRequest, UUID> {
  // Held until the transaction ends: between counting and inserting nobody else may count.
  private static final String LOCK_ORGANISATION =
      "SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(:organisation, 30))";

  // Rows that another replica is at are left to it.
  private static final String TAKE_DUE =
      """
      UPDATE compose_requests
      SET attempts = attempts + 1, next_attempt_at = :next
      WHERE id IN (SELECT id FROM compose_requests
                   WHERE state = 'REQUESTED' AND next_attempt_at <= :now
                   ORDER BY next_attempt_at
                   LIMIT 20
                   FOR UPDATE SKIP LOCKED)
      RETURNING id
      """;

  private final ComposeStore composes;

  ComposeRequestStore(ComposeStore composes) {
    this.composes = composes;
  }

  /** Refuses whom the quota does not allow another compose now; only reserving decides. */
  Uni<Void> look(String organisation, Quota quota, LocalDateTime now) {
    return Panache.withSession(() -> composes.used(organisation, now.minus(quota.window())))
        .invoke(quota::check)
        .replaceWithVoid();
  }

  /**
   * Keeps a new request if the quota allows it. The request is made only after the quota was
   * checked, so whatever is wrong with it is told after that.
   */
  Uni<ComposeRequest> reserve(
      String organisation,
      Optional<Quota> quota,
      LocalDateTime now,
      Supplier<ComposeRequest> request) {
    return Panache.withTransaction(
        () ->
            quota
                .map(limit -> withinQuota(organisation, limit, now))
                .orElseGet(() -> Uni.createFrom().voidItem())
                .map(nothing -> request.get())
                .chain(this::persist));
  }

  private Uni<Void> withinQuota(String organisation, Quota quota, LocalDateTime now) {
    return getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(LOCK_ORGANISATION, Integer.class)
                    .setParameter("organisation", organisation)
                    .getSingleResult())
        .chain(() -> composes.used(organisation, now.minus(quota.window())))
        .invoke(quota::check)
        .replaceWithVoid();
  }

  /** Composer has it: the request becomes a compose. Doing so twice changes nothing. */
  Uni<Void> accept(UUID id, UUID composeId) {
    return Panache.withTransaction(
        () ->
            findById(id, jakarta.persistence.LockModeType.PESSIMISTIC_WRITE)
                .chain(
                    request -> {
                      if (request == null || request.state != State.REQUESTED) {
                        return Uni.createFrom().voidItem();
                      }
                      request.state = State.ACCEPTED;
                      request.composeId = composeId;
                      request.outgoing = null;
                      return composes.persist(Compose.of(request, composeId)).replaceWithVoid();
                    }));
  }

  /** Composer has refused it: nothing of it is left. */
  Uni<Void> forget(UUID id) {
    return Panache.withTransaction(
        () -> delete("id = ?1 and state = ?2", id, State.REQUESTED).replaceWithVoid());
  }

  /** Nobody will ever know what became of it. */
  Uni<Void> lose(UUID id, String because) {
    return Panache.withTransaction(
        () ->
            update(
                    "state = ?1, lostBecause = ?2, outgoing = null where id = ?3 and state = ?4",
                    State.LOST,
                    because,
                    id,
                    State.REQUESTED)
                .replaceWithVoid());
  }

  /** Takes requests whose answer is overdue; each is due again after the pause. */
  Uni<List<ComposeRequest>> takeDue(LocalDateTime now, LocalDateTime next) {
    return Panache.withTransaction(
        () ->
            getSession()
                .chain(
                    session ->
                        session
                            .createNativeQuery(TAKE_DUE, UUID.class)
                            .setParameter("now", now)
                            .setParameter("next", next)
                            .getResultList())
                .chain(ids -> ids.isEmpty() ? none() : list("id in ?1", ids)));
  }

  /** Accepted requests have told all they had to tell. */
  Uni<Long> purgeAccepted(LocalDateTime before) {
    return Panache.withTransaction(
        () -> delete("state = ?1 and createdAt < ?2", State.ACCEPTED, before));
  }

  private static Uni<List<ComposeRequest>> none() {
    return Uni.createFrom().item(List.of());
  }
}
