package org.imagebuilder.imagebuilder.blueprints;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.imagebuilder.imagebuilder.composes.ComposeStore;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;
import org.imagebuilder.imagebuilder.errors.RuleCode;
import org.imagebuilder.imagebuilder.errors.RulesException;
import org.jspecify.annotations.Nullable;

/** SQL for the tables of blueprints. Every statement names the organisation. */
@ApplicationScoped
public class BlueprintStore implements PanacheRepositoryBase<Blueprint, UUID> {
  private static final String ONE_NAME_EACH = "blueprints_name_unique";

  private static final String MINE = "id = ?1 and organisation = ?2 and deleted = false";

  // A name says exactly which one is meant; a search takes percent signs for what they are in SQL.
  private static final String LISTED =
      """
      FROM blueprints b
      WHERE b.org_id = :organisation
        AND NOT b.deleted
        AND CASE
              WHEN :name <> '' THEN b.name = :name
              WHEN :search <> '' THEN b.name ILIKE '%' || :search || '%'
                                   OR b.description ILIKE '%' || :search || '%'
              ELSE true
            END
        AND EXISTS (SELECT 1 FROM blueprint_versions v WHERE v.blueprint_id = b.id)
      """;

  private static final String LIST =
      """
      SELECT b.id, b.name, coalesce(b.description, ''), latest.version, latest.created_at
      FROM (SELECT b.* %s) b
      CROSS JOIN LATERAL (SELECT v.version, v.created_at FROM blueprint_versions v
                          WHERE v.blueprint_id = b.id
                          ORDER BY v.version DESC LIMIT 1) latest
      ORDER BY latest.created_at DESC, b.id
      LIMIT :limit OFFSET :offset
      """
          .formatted(LISTED);

  private static final String COUNT = "SELECT count(*) " + LISTED;

  private final ComposeStore composes;

  BlueprintStore(ComposeStore composes) {
    this.composes = composes;
  }

  /** Keeps a new blueprint with its first version. */
  Uni<Void> insert(Blueprint blueprint, BlueprintVersion version) {
    return Panache.withTransaction(
            () ->
                persist(blueprint)
                    .chain(this::getSession)
                    .chain(session -> session.persist(version)))
        .onFailure(BlueprintStore::isNameTaken)
        .transform(failure -> nameTaken());
  }

  /** The organisation's blueprint in a version, or in its latest one if that is -1. */
  Uni<BlueprintDetails> details(UUID id, String organisation, int version) {
    return Panache.withSession(
        () ->
            mine(id, organisation)
                .chain(blueprint -> version(id, version).map(v -> Bodies.details(blueprint, v))));
  }

  /** Ends well if the organisation has it. */
  Uni<Void> check(UUID id, String organisation) {
    return Panache.withSession(() -> mine(id, organisation)).replaceWithVoid();
  }

  /**
   * Keeps a version behind the latest one. Whoever comes at the same time waits and is next, so
   * what is made from the latest version is made from the one right before.
   */
  Uni<Void> addVersion(
      UUID id,
      String organisation,
      String name,
      String description,
      Function<BlueprintVersion, BlueprintVersion> next) {
    return Panache.withTransaction(
            () ->
                find(MINE, id, organisation)
                    .withLock(LockModeType.PESSIMISTIC_WRITE)
                    .firstResult()
                    .onItem()
                    .ifNull()
                    .failWith(BlueprintStore::notFound)
                    .invoke(
                        blueprint -> {
                          blueprint.name = name;
                          blueprint.description = description;
                        })
                    .chain(() -> version(id, -1))
                    .map(next)
                    .chain(version -> getSession().chain(session -> session.persist(version))))
        .onFailure(BlueprintStore::isNameTaken)
        .transform(failure -> nameTaken());
  }

  /** Deletes the blueprint and its composes for the organisation; whether there was one. */
  Uni<Boolean> delete(UUID id, String organisation) {
    return Panache.withTransaction(
        () ->
            find(MINE, id, organisation)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult()
                .chain(
                    blueprint -> {
                      if (blueprint == null) {
                        return Uni.createFrom().item(false);
                      }
                      blueprint.deleted = true;
                      // The name is free for another one.
                      blueprint.name = blueprint.id.toString();
                      return composes.deleteOfBlueprint(id, organisation).replaceWith(true);
                    }));
  }

  /** One page, and how many there are in all. */
  Uni<BlueprintListing.Page> page(BlueprintListing listing) {
    return Panache.withSession(
        () ->
            getSession()
                .chain(
                    session ->
                        listed(session.createNativeQuery(COUNT, Long.class), listing)
                            .getSingleResult()
                            .chain(
                                total ->
                                    listed(session.createNativeQuery(LIST, Object[].class), listing)
                                        .setParameter(
                                            "limit", listing.byName() ? 1 : listing.limit())
                                        .setParameter(
                                            "offset", listing.byName() ? 0 : listing.offset())
                                        .getResultList()
                                        .map(
                                            rows ->
                                                new BlueprintListing.Page(
                                                    rows.stream()
                                                        .map(BlueprintStore::item)
                                                        .toList(),
                                                    total)))));
  }

  private Uni<Blueprint> mine(UUID id, String organisation) {
    return find(MINE, id, organisation)
        .firstResult()
        .onItem()
        .ifNull()
        .failWith(BlueprintStore::notFound);
  }

  private Uni<BlueprintVersion> version(UUID blueprint, int number) {
    return getSession()
        .chain(
            session ->
                session
                    .createQuery(
                        "from BlueprintVersion where blueprintId = :blueprint"
                            + " and (:number = -1 or version = :number)"
                            + " order by version desc",
                        BlueprintVersion.class)
                    .setParameter("blueprint", blueprint)
                    .setParameter("number", number)
                    .setMaxResults(1)
                    .getSingleResultOrNull())
        .onItem()
        .ifNull()
        .failWith(BlueprintStore::notFound);
  }

  private static <T> Mutiny.SelectionQuery<T> listed(
      Mutiny.SelectionQuery<T> query, BlueprintListing listing) {
    return query
        .setParameter("organisation", listing.organisation())
        .setParameter("name", listing.name())
        .setParameter("search", listing.search());
  }

  private static BlueprintListing.Item item(Object[] row) {
    return new BlueprintListing.Item(
        (UUID) row[0],
        (String) row[1],
        (String) row[2],
        ((Number) row[3]).intValue(),
        (LocalDateTime) row[4]);
  }

  private static ApiException notFound() {
    return new ApiException(ErrorCode.BLUEPRINT_NOT_FOUND);
  }

  private static RulesException nameTaken() {
    return new RulesException(
        List.of(
            new RulesException.Broken(
                RuleCode.NAME_NOT_UNIQUE, "A blueprint with the same name already exists.")));
  }

  private static boolean isNameTaken(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).contains(ONE_NAME_EACH)) {
        return true;
      }
    }
    return false;
  }
}
