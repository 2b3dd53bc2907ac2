package org.imagebuilder.imagebuilder.contentsources;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;
import org.imagebuilder.imagebuilder.neighbours.NeighbourFailed;

/** Reads the service's answers; what lacks a member that everything depends on is no answer. */
final class ContentSourcesMapper {
  /** Part of a list, and how long the whole list is. */
  record Rows(List<KnownRepository> repositories, OptionalInt total) {}

  private ContentSourcesMapper() {}

  static Rows repositories(JsonNode body) {
    JsonNode count = body.path("meta").path("count");
    return new Rows(
        each(body, "data", ContentSourcesMapper::repository),
        count.isInt() ? OptionalInt.of(count.intValue()) : OptionalInt.empty());
  }

  /** Rows without a match are repositories that had no snapshot yet, and are left out. */
  static List<Snapshot> snapshots(JsonNode body) {
    List<Snapshot> found = new ArrayList<>();
    for (JsonNode row : list(body, "data")) {
      String repository = required(row, "repository_uuid");
      if (row.path("match").isObject()) {
        found.add(snapshot(repository, row.path("match")));
      }
    }
    return found;
  }

  static Template template(UUID id, JsonNode body) {
    if (!body.isObject()) {
      throw new NeighbourFailed("a template that is no object");
    }
    return new Template(
        id,
        each(body, "repository_uuids", ContentSourcesMapper::text),
        each(body, "snapshots", row -> snapshot(required(row, "repository_uuid"), row)));
  }

  private static KnownRepository repository(JsonNode row) {
    return new KnownRepository(
        required(row, "uuid"),
        row.path("url").asText(""),
        text(row, "name"),
        required(row, "origin"),
        row.path("snapshot").asBoolean(true),
        text(row, "gpg_key"),
        flag(row, "metadata_verification"),
        flag(row, "module_hotfixes"),
        text(row, "latest_snapshot_url"),
        text(row, "label"));
  }

  private static Snapshot snapshot(String repository, JsonNode row) {
    return new Snapshot(
        repository,
        text(row, "url"),
        required(row, "repository_path"),
        text(row, "detected_os_version"));
  }

  private static <T> List<T> each(JsonNode body, String member, Function<JsonNode, T> mapper) {
    List<T> items = new ArrayList<>();
    list(body, member).forEach(item -> items.add(mapper.apply(item)));
    return items;
  }

  // Absent, or null: nothing was found. Anything else is not the list that was asked for.
  private static JsonNode list(JsonNode body, String member) {
    JsonNode list = body.path(member);
    boolean nothing = list.isNull() || list.isMissingNode();
    if (!body.isObject() || (!list.isArray() && !nothing)) {
      throw new NeighbourFailed(member + " is no list");
    }
    return list;
  }

  private static String required(JsonNode row, String member) {
    return text(row, member).orElseThrow(() -> new NeighbourFailed("a row without " + member));
  }

  private static String text(JsonNode item) {
    if (!item.isTextual()) {
      throw new NeighbourFailed("an item that is no text");
    }
    return item.textValue();
  }

  private static Optional<String> text(JsonNode row, String member) {
    return Optional.ofNullable(row.path(member).textValue()).filter(text -> !text.isEmpty());
  }

  private static Optional<Boolean> flag(JsonNode row, String member) {
    JsonNode value = row.path(member);
    return value.isBoolean() ? Optional.of(value.booleanValue()) : Optional.empty();
  }
}
