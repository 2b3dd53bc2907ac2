package org.imagebuilder.imagebuilder.composes;

import static io.quarkus.hibernate.reactive.panache.Panache.getSession;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.imagebuilder.imagebuilder.database.Gathering;

/**
 * SQL by which requests become composes. However many they are, it is one statement: composes are
 * counted by their hours and types as they come in (V004), always in the same order.
 */
@Singleton
class AcceptanceStore {
  private static final int MOST = 64;

  /** Whoever comes later would wait for the same counts. */
  private static final Duration PATIENCE = Duration.ofMillis(50);

  private static final String BECOME =
      """
      INSERT INTO composes (job_id, request, created_at, account_number, org_id, image_name,
                            email, client_id, blueprint_version_id)
      SELECT job_id, request, created_at, account_number, org_id, image_name,
             email, client_id, blueprint_version_id
      """;

  // The rows are locked first, so that their states are those of this moment and not those of the
  // statement's beginning.
  private static final String ACCEPT =
      """
      WITH answers AS (
        SELECT id, job_id
        FROM jsonb_to_recordset(CAST(CAST(:answers AS text) AS jsonb)) AS told (id uuid, job_id uuid)
      ), known AS (
        SELECT id, state FROM compose_requests
        WHERE id = ANY (ARRAY(SELECT id FROM answers))
        ORDER BY id FOR UPDATE
      ), accepted AS (
        UPDATE compose_requests AS waiting
        SET state = 'ACCEPTED', outgoing = NULL, lost_because = NULL,
            job_id = (SELECT answers.job_id FROM answers WHERE answers.id = waiting.id)
        WHERE id = ANY (ARRAY(SELECT id FROM known WHERE state IN ('REQUESTED', 'LOST')))
        RETURNING *
      ), made AS (
        %s FROM accepted
      )
      SELECT id FROM known
      """
          .formatted(BECOME);

  private static final String BECOME_ALL = BECOME + "FROM compose_requests WHERE id IN (:ids)";

  private final Gathering<Answer, Boolean> answers =
      new Gathering<>(MOST, PATIENCE, this::acceptTogether);

  /** What composer calls what it has taken. */
  private record Answer(UUID request, UUID compose) {}

  /**
   * Composer has a request that is no part of a batch: it becomes a compose. Doing so twice changes
   * nothing; a late answer to a request that was given up is better than none. False if nobody
   * wants it any more.
   */
  Uni<Boolean> accept(ComposeRequest request, UUID composeId) {
    return answers.ask(new Answer(request.id, composeId));
  }

  private Uni<List<Boolean>> acceptTogether(List<Answer> told) {
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    told.forEach(
        answer ->
            rows.addObject()
                .put("id", answer.request.toString())
                .put("job_id", answer.compose.toString()));
    return Panache.withSession(
            () ->
                getSession()
                    .chain(
                        session ->
                            session
                                .createNativeQuery(ACCEPT, UUID.class)
                                .setParameter("answers", rows.toString())
                                .getResultList()))
        .map(
            known -> {
              Set<UUID> wanted = new HashSet<>(known);
              return told.stream().map(answer -> wanted.contains(answer.request)).toList();
            });
  }

  /** Accepted rows of the caller's transaction become composes. */
  Uni<Void> become(List<ComposeRequest> accepted) {
    return getSession()
        .chain(
            session ->
                session
                    .flush()
                    .chain(
                        () ->
                            session
                                .createNativeQuery(BECOME_ALL)
                                .setParameter("ids", accepted.stream().map(row -> row.id).toList())
                                .executeUpdate()))
        .replaceWithVoid();
  }
}
