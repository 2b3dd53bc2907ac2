package org.imagebuilder.imagebuilder.composes;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** SQL for the table composes. Every statement names the organisation. */
@ApplicationScoped
public class ComposeStore implements PanacheRepositoryBase<Compose, UUID> {
  // A compose without an image type is hidden as soon as any type is.
  private static final String LISTED =
      """
      FROM composes
      WHERE org_id = :organisation
        AND NOT deleted
        AND created_at >= :since
        AND (:all OR request->'image_requests'->0->>'image_type' <> ALL (string_to_array(:ignored, ',')))
      """;

  private static final String LIST =
      "SELECT * " + LISTED + " ORDER BY created_at DESC, job_id LIMIT :limit OFFSET :offset";

  private static final String COUNT = "SELECT count(*) " + LISTED;

  // Deleted composes count too: a quota is about work, not about what is kept.
  private static final String USED =
      """
      SELECT (SELECT count(*) FROM composes
              WHERE org_id = :organisation AND created_at >= :since)
           + (SELECT count(*) FROM compose_requests
              WHERE org_id = :organisation AND created_at >= :since AND state = 'REQUESTED')
      """;

  private static final String DELETE_OF_BLUEPRINT =
      """
      UPDATE composes SET deleted = true
      WHERE org_id = :organisation
        AND blueprint_version_id IN
            (SELECT id FROM blueprint_versions WHERE blueprint_id = :blueprint)
      """;

  /** One page of an organisation's composes, newest first. */
  Uni<List<Compose>> list(Listing listing) {
    return Panache.withSession(
        () ->
            getSession()
                .chain(
                    session ->
                        listed(session.createNativeQuery(LIST, Compose.class), listing)
                            .setParameter("limit", listing.limit())
                            .setParameter("offset", listing.offset())
                            .getResultList()));
  }

  /** How many there are in all pages. */
  Uni<Long> count(Listing listing) {
    return Panache.withSession(
        () ->
            getSession()
                .chain(
                    session ->
                        listed(session.createNativeQuery(COUNT, Long.class), listing)
                            .getSingleResult()));
  }

  /** The organisation's compose, or null where there is none that it may see. */
  Uni<Compose> find(UUID id, String organisation) {
    return Panache.withSession(
        () ->
            find("id = ?1 and organisation = ?2 and deleted = false", id, organisation)
                .firstResult());
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

  /** How many composes count for the quota; inside of the caller's transaction. */
  Uni<Long> used(String organisation, LocalDateTime since) {
    return getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(USED, Long.class)
                    .setParameter("organisation", organisation)
                    .setParameter("since", since)
                    .getSingleResult());
  }

  private static <T> Mutiny.SelectionQuery<T> listed(
      Mutiny.SelectionQuery<T> query, Listing listing) {
    return query
        .setParameter("organisation", listing.organisation())
        .setParameter("since", listing.since())
        .setParameter("all", listing.ignoredImageTypes().isEmpty())
        .setParameter("ignored", String.join(",", listing.ignoredImageTypes()));
  }
}
