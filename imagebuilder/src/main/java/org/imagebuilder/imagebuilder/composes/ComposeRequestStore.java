package org.imagebuilder.imagebuilder.composes;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.imagebuilder.imagebuilder.composes.ComposeRequest.State;

/** SQL for the table compose_requests, and for its hand-over to composes. */
@ApplicationScoped
public class ComposeRequestStore implements PanacheRepositoryBase<ComposeRequest, UUID> {
  // Rows that another replica is at are left to it. Of a batch only the first one that waits may
  // have been sent, so it is the first to be settled.
  private static final String TAKE_DUE =
      """
      UPDATE compose_requests
      SET attempts = attempts + 1, next_attempt_at = :next
      WHERE id IN (SELECT id FROM compose_requests due
                   WHERE state IN ('REQUESTED', 'WITHDRAWN') AND next_attempt_at <= :now
                     AND NOT EXISTS (SELECT 1 FROM compose_requests earlier
                                     WHERE earlier.batch = due.batch
                                       AND earlier.batch_position < due.batch_position
                                       AND earlier.state = 'REQUESTED'
                                       AND due.state = 'REQUESTED')
                   ORDER BY next_attempt_at
                   LIMIT 20
                   FOR UPDATE SKIP LOCKED)
      RETURNING id
      """;

  // What cannot be read makes no compose, and its batch stands and falls with it. A body that is no
  // object never was a request; all else may yet be read, until it is given up.
  private static final String LOSE_UNREADABLE =
      """
      WITH family AS (SELECT id,
                             created_at < :before
                               OR jsonb_typeof(request) <> 'object'
                               OR jsonb_typeof(outgoing) <> 'object' AS hopeless
                      FROM compose_requests
                      WHERE id = :id
                         OR batch = (SELECT batch FROM compose_requests WHERE id = :id))
      UPDATE compose_requests
      SET state = CASE state WHEN 'REQUESTED' THEN 'LOST' ELSE 'WITHDRAWN' END,
          lost_because = CASE state WHEN 'REQUESTED' THEN :because END,
          outgoing = NULL,
          request = CASE jsonb_typeof(request) WHEN 'object' THEN request ELSE '{}' END,
          next_attempt_at = :next
      WHERE id IN (SELECT id FROM family)
        AND state IN ('REQUESTED', 'HELD', 'WITHDRAWN')
        AND (SELECT bool_or(hopeless) FROM family)
      RETURNING id
      """;

  private final AcceptanceStore acceptances;

  ComposeRequestStore(AcceptanceStore acceptances) {
    this.acceptances = acceptances;
  }

  /**
   * Composer has it. Alone, or as the last of its batch, it becomes a compose, and so do those that
   * waited for it; else it is held, and the rest is left alone until then. Doing so twice changes
   * nothing; a late answer to a request that was given up is better than none. False if nobody
   * wants it any more.
   */
  Uni<Boolean> accept(ComposeRequest request, UUID composeId, LocalDateTime next) {
    return request.batch == null
        ? acceptances.accept(request, composeId)
        : acceptInBatch(request, composeId, next);
  }

  private Uni<Boolean> acceptInBatch(ComposeRequest request, UUID composeId, LocalDateTime next) {
    return withBatch(
        request,
        rows -> {
          Optional<ComposeRequest> row = find(rows, request.id);
          if (row.isEmpty() || row.get().state == State.WITHDRAWN) {
            return Uni.createFrom().item(false);
          }
          if (row.get().composeId != null) {
            return Uni.createFrom().item(true);
          }
          boolean late = row.get().state == State.LOST;
          row.get().hold(composeId);
          List<ComposeRequest> waiting = in(rows, State.REQUESTED);
          waiting.forEach(each -> each.nextAttemptAt = next);
          List<ComposeRequest> complete =
              late ? List.of(row.get()) : waiting.isEmpty() ? in(rows, State.HELD) : List.of();
          return becomeComposes(complete).replaceWith(true);
        });
  }

  /**
   * Composer has refused it: nothing is left of it and of what comes after it in its batch. What
   * composer has of the batch is given back, to be called off.
   */
  Uni<List<ComposeRequest>> refuse(ComposeRequest request, LocalDateTime next) {
    return withBatch(
        request,
        rows -> {
          if (find(rows, request.id).filter(row -> row.state == State.REQUESTED).isEmpty()) {
            return none();
          }
          return delete("id in ?1", in(rows, State.REQUESTED).stream().map(row -> row.id).toList())
              .replaceWith(withdrawn(rows, next));
        });
  }

  /** Nobody will ever know what became of it; its batch falls with it. */
  Uni<Void> lose(ComposeRequest request, String because, LocalDateTime next) {
    return withBatch(
        request,
        rows -> {
          in(rows, State.REQUESTED).forEach(row -> row.lose(because));
          withdrawn(rows, next);
          return Uni.createFrom().voidItem();
        });
  }

  /** It was called off: nothing of it is left. */
  Uni<Void> forget(ComposeRequest withdrawn) {
    return Panache.withTransaction(
        () -> delete("id = ?1 and state = ?2", withdrawn.id, State.WITHDRAWN).replaceWithVoid());
  }

  /** It cannot be called off, and what is built belongs to somebody: it becomes a compose. */
  Uni<Void> keep(ComposeRequest withdrawn) {
    return withBatch(
        withdrawn,
        rows ->
            becomeComposes(
                in(rows, State.WITHDRAWN).stream()
                    .filter(row -> row.id.equals(withdrawn.id))
                    .toList()));
  }

  /** Takes requests that are overdue; each is due again after the pause. */
  Uni<List<UUID>> takeDue(LocalDateTime now, LocalDateTime next) {
    return Panache.withTransaction(
        () ->
            getSession()
                .chain(
                    session ->
                        session
                            .createNativeQuery(TAKE_DUE, UUID.class)
                            .setParameter("now", now)
                            .setParameter("next", next)
                            .getResultList()));
  }

  /** One that is still there. */
  Uni<Optional<ComposeRequest>> read(UUID id) {
    return Panache.withSession(() -> findById(id)).map(Optional::ofNullable);
  }

  /**
   * Gives the request and its batch up if one of them can never be read, or is from before this
   * moment; what was given up.
   */
  Uni<List<UUID>> loseUnreadable(
      UUID id, String because, LocalDateTime before, LocalDateTime next) {
    return Panache.withTransaction(
        () ->
            getSession()
                .chain(
                    session ->
                        session
                            .createNativeQuery(LOSE_UNREADABLE, UUID.class)
                            .setParameter("id", id)
                            .setParameter("because", because)
                            .setParameter("before", before)
                            .setParameter("next", next)
                            .getResultList()));
  }

  /** What is still to be posted of the request's batch, in order; the request itself if alone. */
  Uni<List<ComposeRequest>> waiting(ComposeRequest request) {
    return request.batch == null
        ? Uni.createFrom().item(List.of(request))
        : Panache.withSession(
            () ->
                list(
                    "batch = ?1 and state = ?2 order by position", request.batch, State.REQUESTED));
  }

  /** Accepted requests have told all they had to tell. */
  Uni<Long> purgeAccepted(LocalDateTime before) {
    return Panache.withTransaction(
        () -> delete("state = ?1 and createdAt < ?2", State.ACCEPTED, before));
  }

  // The rows of a batch are locked in one order, whoever is at them.
  private <T> Uni<T> withBatch(
      ComposeRequest request, Function<List<ComposeRequest>, Uni<T>> work) {
    return Panache.withTransaction(
        () ->
            (request.batch == null
                    ? find("id", request.id)
                    : find("batch = ?1 order by position", request.batch))
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list()
                .chain(rows -> work.apply(rows)));
  }

  private Uni<Void> becomeComposes(List<ComposeRequest> rows) {
    rows.forEach(ComposeRequest::accept);
    return rows.isEmpty() ? Uni.createFrom().voidItem() : acceptances.become(rows);
  }

  private static List<ComposeRequest> withdrawn(List<ComposeRequest> rows, LocalDateTime next) {
    List<ComposeRequest> held = in(rows, State.HELD);
    held.forEach(row -> row.withdraw(next));
    return held;
  }

  private static List<ComposeRequest> in(List<ComposeRequest> rows, State state) {
    return rows.stream().filter(row -> row.state == state).toList();
  }

  private static Optional<ComposeRequest> find(List<ComposeRequest> rows, UUID id) {
    return rows.stream().filter(row -> row.id.equals(id)).findFirst();
  }

  private static Uni<List<ComposeRequest>> none() {
    return Uni.createFrom().item(List.of());
  }
}
