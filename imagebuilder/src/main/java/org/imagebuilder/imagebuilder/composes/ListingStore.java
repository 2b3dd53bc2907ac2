package org.imagebuilder.imagebuilder.composes;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** SQL for pages of an organisation's composes, newest first. */
@ApplicationScoped
public class ListingStore implements PanacheRepositoryBase<Compose, UUID> {
  // A compose without an image type is hidden as soon as any type is.
  private static final String OF_TYPES =
      "AND request->'image_requests'->0->>'image_type' <> ALL (string_to_array(:ignored, ','))";

  private static final String COUNTED_OF_TYPES =
      "AND image_type <> '' AND image_type <> ALL (string_to_array(:ignored, ','))";

  private static final String LISTED =
      "FROM composes WHERE org_id = :organisation AND NOT deleted AND created_at >= :since ";

  // Whole hours are counted already (V004); only what is left of the first one is counted here.
  // Those hours that lie before the page as a whole need not be walked through (ADR 0037).
  private static final String PLACE =
      """
      SELECT coalesce(max(upto), 0) + (SELECT count(*) %s AND created_at < :whole) AS total,
             coalesce(max(upto) FILTER (WHERE upto <= :offset), 0) AS skipped,
             coalesce(max(hour) FILTER (WHERE upto > :offset) + interval '1 hour', :whole) AS before
      FROM (SELECT hour, CAST(sum(sum(live)) OVER (ORDER BY hour DESC) AS bigint) AS upto
            FROM compose_counts
            WHERE org_id = :organisation AND hour >= :whole %s
            GROUP BY hour) AS hours
      """;

  // Which rows are on the page is read from an index; requests, as text, are read of those alone.
  private static final String PAGE =
      PageBound.within(
          """
      SELECT job_id, request::text AS request, created_at, account_number, org_id, image_name,
             deleted, email, client_id, blueprint_version_id
      FROM composes
      JOIN (SELECT job_id %s AND created_at < :before
            ORDER BY created_at DESC, job_id LIMIT :limit OFFSET :offset) AS page
        USING (job_id)
      OFFSET 0
      """);

  // A filter that is not there must not keep the planner from reading the index alone.
  private static final Statements ALL =
      new Statements(PLACE.formatted(LISTED, ""), PAGE.formatted(LISTED));

  private static final Statements SOME =
      new Statements(
          PLACE.formatted(LISTED + OF_TYPES, COUNTED_OF_TYPES), PAGE.formatted(LISTED + OF_TYPES));

  private record Statements(String place, String page) {}

  /** A page, and how many composes there are in all pages. */
  record Found(List<Compose> composes, long total) {}

  /** How many there are, how many are newer than {@code before}, where the page is looked for. */
  private record Place(long total, long skipped, LocalDateTime before) {}

  Uni<Found> list(Listing listing) {
    return Panache.withSession(
        () ->
            getSession()
                .chain(
                    session ->
                        place(session, listing)
                            .chain(
                                place ->
                                    page(session, listing, place)
                                        .map(page -> new Found(page, place.total)))));
  }

  private static Uni<Place> place(Mutiny.Session session, Listing listing) {
    return listed(session.createNativeQuery(of(listing).place, Object[].class), listing)
        .setParameter("whole", ComposeStore.firstWholeHour(listing.since()))
        .setParameter("offset", (long) listing.offset())
        .getSingleResult()
        .map(row -> new Place((Long) row[0], (Long) row[1], (LocalDateTime) row[2]));
  }

  // To find that a filter leaves nothing is the dearest of all pages.
  private static Uni<List<Compose>> page(Mutiny.Session session, Listing listing, Place place) {
    return listing.offset() >= place.total
        ? Uni.createFrom().item(List.of())
        : listed(session.createNativeQuery(of(listing).page, Compose.class), listing)
            .setParameter("before", place.before)
            .setParameter("limit", listing.limit())
            .setParameter("offset", listing.offset() - place.skipped)
            .getResultList()
            .map(PageBound::checked);
  }

  private static Statements of(Listing listing) {
    return listing.ignoredImageTypes().isEmpty() ? ALL : SOME;
  }

  private static <T> Mutiny.SelectionQuery<T> listed(
      Mutiny.SelectionQuery<T> query, Listing listing) {
    query
        .setParameter("organisation", listing.organisation())
        .setParameter("since", listing.since());
    return listing.ignoredImageTypes().isEmpty()
        ? query
        : query.setParameter("ignored", String.join(",", listing.ignoredImageTypes()));
  }
}
