package org.imagebuilder.imagebuilder.composes;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL for the table composes. Every statement names the organisation. */
@ApplicationScoped
public class ComposeStore implements PanacheRepositoryBase<Compose, UUID> {
  private static final String STANDING =
      """
      SELECT CAST(request AS text), image_status
      FROM composes LEFT JOIN compose_outcomes USING (job_id)
      WHERE job_id = :id AND org_id = :organisation AND NOT deleted
      """;

  // Deleted composes count too: a quota is about work, not about what is kept.
  private static final String USED =
      """
      SELECT (SELECT coalesce(sum(total), 0) FROM compose_counts
              WHERE org_id = :organisation AND hour >= :whole)
           + (SELECT count(*) FROM composes
              WHERE org_id = :organisation AND created_at >= :since AND created_at < :whole)
           + (SELECT count(*) FROM compose_requests
              WHERE org_id = :organisation AND created_at >= :since
                AND state IN ('REQUESTED', 'HELD'))
      """;

  private static final String DELETE_OF_BLUEPRINT =
      """
      UPDATE composes SET deleted = true
      WHERE org_id = :organisation
        AND blueprint_version_id IN
            (SELECT id FROM blueprint_versions WHERE blueprint_id = :blueprint)
      """;

  // One look at both tables, so that the number and the moment belong together. While the quota is
  // not used up, the oldest is the next to leave, which an index knows; else those beyond it have
  // to leave first, and all are looked through.
  private static final String COUNTED =
      """
      WITH total (used) AS (%s)
      SELECT used,
             CASE WHEN used <= :limit
             THEN least((SELECT min(created_at) FROM composes
                         WHERE org_id = :organisation AND created_at >= :since),
                        (SELECT min(created_at) FROM compose_requests
                         WHERE org_id = :organisation AND created_at >= :since
                           AND state IN ('REQUESTED', 'HELD')))
             ELSE (SELECT created_at
                   FROM (SELECT created_at FROM composes
                         WHERE org_id = :organisation AND created_at >= :since
                         UNION ALL
                         SELECT created_at FROM compose_requests
                         WHERE org_id = :organisation AND created_at >= :since
                           AND state IN ('REQUESTED', 'HELD')) AS counted
                   ORDER BY created_at
                   LIMIT 1 OFFSET (SELECT used - :limit FROM total))
             END
      FROM total
      """
          .formatted(USED);

  /** How many composes count for the quota, and which is the next that leaves the window. */
  record Counted(long used, Optional<LocalDateTime> leaving) {}

  /** The organisation's compose, or null where there is none that it may see. */
  Uni<Compose> find(UUID id, String organisation) {
    return Panache.withSession(
        () ->
            find("id = ?1 and organisation = ?2 and deleted = false", id, organisation)
                .firstResult());
  }

  /** What the status of the organisation's compose needs, or null as above. */
  Uni<@Nullable Standing> standing(UUID id, String organisation) {
    return Panache.withSession(
            () ->
                getSession()
                    .chain(
                        session ->
                            session
                                .createNativeQuery(STANDING, Object[].class)
                                .setParameter("id", id)
                                .setParameter("organisation", organisation)
                                .getSingleResultOrNull()))
        .map(
            row ->
                row == null
                    ? null
                    : new Standing(id, (String) row[0], Optional.ofNullable((String) row[1])));
  }

  /** Hides the composes of all versions of a blueprint; inside of the caller's transaction. */
  public Uni<Integer> deleteOfBlueprint(UUID blueprint, String organisation) {
    return getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(DELETE_OF_BLUEPRINT)
                    .setParameter("organisation", organisation)
                    .setParameter("blueprint", blueprint)
                    .executeUpdate());
  }

  static LocalDateTime firstWholeHour(LocalDateTime since) {
    LocalDateTime hour = since.truncatedTo(ChronoUnit.HOURS);
    return hour.equals(since) ? hour : hour.plusHours(1);
  }

  /** What of the organisation's composes counts for a quota with this limit. */
  Uni<Counted> counted(String organisation, LocalDateTime since, long limit) {
    return Panache.withSession(
        () ->
            getSession()
                .chain(
                    session ->
                        session
                            .createNativeQuery(COUNTED, Object[].class)
                            .setParameter("organisation", organisation)
                            .setParameter("since", since)
                            .setParameter("whole", firstWholeHour(since))
                            .setParameter("limit", limit)
                            .getSingleResult())
                .map(
                    row ->
                        new Counted((Long) row[0], Optional.ofNullable((LocalDateTime) row[1]))));
  }

  /** Hides the organisation's compose; false where there is none. Doing so twice is fine. */
  Uni<Boolean> delete(UUID id, String organisation) {
    return Panache.withTransaction(
        () ->
            update("deleted = true where id = ?1 and organisation = ?2", id, organisation)
                .map(changed -> changed > 0));
  }
}
