package org.imagebuilder.imagebuilder.composes;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDateTime;
import java.util.UUID;

/** SQL for the table compose_outcomes. Whose the compose is has been asked before. */
@ApplicationScoped
public class OutcomeStore implements PanacheRepositoryBase<Outcome, UUID> {
  // Several may see the end at once, and the compose may just have been purged.
  private static final String KEEP =
      """
      INSERT INTO compose_outcomes (job_id, image_status, seen_at)
      SELECT job_id, :status, :now FROM composes WHERE job_id = :id
      ON CONFLICT DO NOTHING
      """;

  /** Keeps the last status; whoever comes second changes nothing. */
  Uni<Void> keep(UUID composeId, String imageStatus, LocalDateTime now) {
    return Panache.withTransaction(
        () ->
            getSession()
                .chain(
                    session ->
                        session
                            .createNativeQuery(KEEP)
                            .setParameter("id", composeId)
                            .setParameter("status", imageStatus)
                            .setParameter("now", now)
                            .executeUpdate())
                .replaceWithVoid());
  }
}
