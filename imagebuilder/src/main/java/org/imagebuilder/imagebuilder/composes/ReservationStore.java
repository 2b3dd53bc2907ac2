package org.imagebuilder.imagebuilder.composes;

import static io.quarkus.hibernate.reactive.panache.Panache.getSession;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.imagebuilder.imagebuilder.composes.Reservation.Window;
import org.imagebuilder.imagebuilder.database.Gathering;
import org.jspecify.annotations.Nullable;

/**
 * SQL that keeps new requests, each call's all or none, as the quota allows. Calls that come
 * together share the statements and the commit (ADR 0036).
 */
@Singleton
class ReservationStore {
  private static final int MOST = 32;

  /** Whoever comes later would wait for the same locks. */
  private static final Duration PATIENCE = Duration.ofMillis(50);

  // Held until the transaction ends: between counting and inserting nobody else may count. Whoever
  // takes several takes them in the same order.
  private static final String LOCK =
      """
      SELECT count(pg_advisory_xact_lock(hashtextextended(organisation, 30)))
      FROM (SELECT value AS organisation
            FROM jsonb_array_elements_text(CAST(CAST(:organisations AS text) AS jsonb))
            ORDER BY value) AS sorted
      """;

  // Deleted composes count too: a quota is about work, not about what is kept. Whole hours are
  // counted already (V004).
  private static final String USED =
      """
      SELECT (SELECT coalesce(sum(total), 0) FROM compose_counts
              WHERE org_id = asked.organisation AND hour >= asked.whole)
           + (SELECT count(*) FROM composes
              WHERE org_id = asked.organisation
                AND created_at >= asked.since AND created_at < asked.whole)
           + (SELECT count(*) FROM compose_requests
              WHERE org_id = asked.organisation AND created_at >= asked.since
                AND state IN ('REQUESTED', 'HELD'))
      FROM jsonb_to_recordset(CAST(CAST(:asked AS text) AS jsonb))
           AS asked (place integer, organisation varchar, since timestamp, whole timestamp)
      ORDER BY place
      """;

  private static final String KEEP =
      """
      INSERT INTO compose_requests
             (id, org_id, account_number, email, client_id, image_name, blueprint_version_id,
              created_at, request, outgoing, state, next_attempt_at, batch, batch_position)
      SELECT id, org_id, account_number, email, client_id, image_name, blueprint_version_id,
             created_at, request, outgoing, state, next_attempt_at, batch, batch_position
      FROM jsonb_to_recordset(CAST(CAST(:rows AS text) AS jsonb))
           AS kept (id uuid, org_id varchar, account_number varchar, email varchar,
                    client_id varchar, image_name varchar, blueprint_version_id uuid,
                    created_at timestamp, request jsonb, outgoing jsonb, state varchar,
                    next_attempt_at timestamp, batch uuid, batch_position integer)
      """;

  private final InstantSource clock;
  private final Gathering<Window, Long> looks = new Gathering<>(MOST, PATIENCE, this::lookTogether);
  private final Gathering<Reservation, Boolean> reservations =
      new Gathering<>(MOST, PATIENCE, this::reserveTogether);

  ReservationStore(InstantSource clock) {
    this.clock = clock;
  }

  /** Refuses whom the quota does not allow so many composes now; only reserving decides. */
  Uni<Void> look(String organisation, Quota quota, int wanted) {
    return looks
        .ask(new Window(organisation, quota.window()))
        .invoke(used -> quota.check(used, wanted))
        .replaceWithVoid();
  }

  /** Keeps new requests, all or none, if the quota allows them. */
  Uni<Void> reserve(Reservation reservation) {
    return reservations.ask(reservation).invoke(reservation::requireKept).replaceWithVoid();
  }

  private Uni<List<Boolean>> reserveTogether(List<Reservation> asked) {
    List<Window> windows =
        asked.stream().flatMap(each -> each.window().stream()).distinct().toList();
    return Panache.withTransaction(
        () ->
            locked(windows)
                .chain(() -> counted(windows))
                .map(used -> Reservation.allowed(asked, used))
                .call(allowed -> keep(asked, allowed)));
  }

  private static Uni<Void> locked(List<Window> windows) {
    if (windows.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    ArrayNode organisations = JsonNodeFactory.instance.arrayNode();
    windows.stream().map(Window::organisation).distinct().forEach(organisations::add);
    return getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(LOCK, Long.class)
                    .setParameter("organisations", organisations.toString())
                    .getSingleResult())
        .replaceWithVoid();
  }

  private Uni<List<Long>> lookTogether(List<Window> asked) {
    return Panache.withSession(() -> counted(asked.stream().distinct().toList()))
        .map(
            used ->
                asked.stream().map(window -> Objects.requireNonNull(used.get(window))).toList());
  }

  private Uni<Map<Window, Long>> counted(List<Window> windows) {
    if (windows.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    return counts(windows)
        .map(
            counts -> {
              Map<Window, Long> used = new HashMap<>();
              for (int i = 0; i < counts.size(); i++) {
                used.put(windows.get(i), counts.get(i));
              }
              return used;
            });
  }

  private Uni<List<Long>> counts(List<Window> windows) {
    LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    ArrayNode asked = JsonNodeFactory.instance.arrayNode();
    for (Window window : windows) {
      LocalDateTime since = now.minus(window.length());
      asked
          .addObject()
          .put("place", asked.size())
          .put("organisation", window.organisation())
          .put("since", since.toString())
          .put("whole", ComposeStore.firstWholeHour(since).toString());
    }
    return getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(USED, Long.class)
                    .setParameter("asked", asked.toString())
                    .getResultList());
  }

  private static Uni<Void> keep(List<Reservation> asked, List<Boolean> allowed) {
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < asked.size(); i++) {
      if (allowed.get(i)) {
        asked.get(i).rows().forEach(row -> rows.add(columns(row)));
      }
    }
    if (rows.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(KEEP)
                    .setParameter("rows", rows.toString())
                    .executeUpdate())
        .replaceWithVoid();
  }

  private static ObjectNode columns(ComposeRequest row) {
    ObjectNode columns = JsonNodeFactory.instance.objectNode();
    return columns
        .put("id", row.id.toString())
        .put("org_id", row.organisation)
        .put("account_number", row.accountNumber)
        .put("email", row.email)
        .put("client_id", row.clientId)
        .put("image_name", row.imageName)
        .put("blueprint_version_id", text(row.blueprintVersionId))
        .put("created_at", row.createdAt.truncatedTo(ChronoUnit.MICROS).toString())
        .putRawValue("request", new RawValue(row.request))
        .putRawValue("outgoing", new RawValue(row.outgoing))
        .put("state", row.state.name())
        .put("next_attempt_at", row.nextAttemptAt.toString())
        .put("batch", text(row.batch))
        .put("batch_position", row.position);
  }

  private static @Nullable String text(@Nullable UUID id) {
    return id == null ? null : id.toString();
  }
}
