package org.imagebuilder.imagebuilder.composes;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** SQL for composes and the versions of blueprints that they were made from. */
@ApplicationScoped
public class ComposeOriginStore implements PanacheRepositoryBase<Compose, UUID> {
  // A compose without an image type is hidden as soon as any type is.
  private static final String LISTED =
      """
      FROM composes c
      JOIN blueprint_versions v ON v.id = c.blueprint_version_id
      JOIN blueprints b ON b.id = v.blueprint_id
      WHERE c.org_id = :organisation AND b.org_id = :organisation
        AND b.id = :blueprint AND (:anyVersion OR v.version = :version)
        AND NOT c.deleted AND NOT b.deleted
        AND c.created_at >= :since
        AND (:all OR c.request->'image_requests'->0->>'image_type'
                     <> ALL (string_to_array(:ignored, ',')))
      """;

  private static final String LIST =
      PageBound.within(
          """
      SELECT c.job_id, c.request::text AS request, c.created_at, c.account_number, c.org_id,
             c.image_name, c.deleted, c.email, c.client_id, c.blueprint_version_id
      %s ORDER BY c.created_at DESC, c.job_id LIMIT :limit OFFSET :offset
      """
              .formatted(LISTED));

  private static final String COUNT = "SELECT count(*) " + LISTED;

  private static final String ORIGINS =
      "SELECT id, blueprint_id, version FROM blueprint_versions WHERE id IN (:ids)";

  Uni<List<Compose>> list(BlueprintComposes listing, LocalDateTime since) {
    return Panache.withSession(
        () ->
            getSession()
                .chain(
                    session ->
                        listed(session.createNativeQuery(LIST, Compose.class), listing, since)
                            .setParameter("limit", listing.limit())
                            .setParameter("offset", listing.offset())
                            .getResultList()
                            .map(PageBound::checked)));
  }

  Uni<Long> count(BlueprintComposes listing, LocalDateTime since) {
    return Panache.withSession(
        () ->
            getSession()
                .chain(
                    session ->
                        listed(session.createNativeQuery(COUNT, Long.class), listing, since)
                            .getSingleResult()));
  }

  /** Where these composes come from, by the ids of versions. */
  Uni<Map<UUID, BlueprintOrigin>> origins(List<Compose> composes) {
    List<UUID> ids =
        composes.stream()
            .map(compose -> compose.blueprintVersionId)
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    return ids.isEmpty()
        ? Uni.createFrom().item(Map.of())
        : Panache.withSession(
            () ->
                getSession()
                    .chain(
                        session ->
                            session
                                .createNativeQuery(ORIGINS, Object[].class)
                                .setParameter("ids", ids)
                                .getResultList())
                    .map(ComposeOriginStore::byVersionId));
  }

  private static Map<UUID, BlueprintOrigin> byVersionId(List<Object[]> rows) {
    Map<UUID, BlueprintOrigin> origins = new HashMap<>();
    rows.forEach(
        row ->
            origins.put(
                (UUID) row[0], new BlueprintOrigin((UUID) row[1], ((Number) row[2]).intValue())));
    return origins;
  }

  private static <T> Mutiny.SelectionQuery<T> listed(
      Mutiny.SelectionQuery<T> query, BlueprintComposes listing, LocalDateTime since) {
    return query
        .setParameter("organisation", listing.organisation())
        .setParameter("blueprint", listing.blueprint())
        .setParameter("anyVersion", listing.version().isEmpty())
        .setParameter("version", listing.version().orElse(0))
        .setParameter("since", since)
        .setParameter("all", listing.ignoredImageTypes().isEmpty())
        .setParameter("ignored", String.join(",", listing.ignoredImageTypes()));
  }
}
