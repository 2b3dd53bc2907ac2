package org.imagebuilder.imagebuilder.blueprints;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.imagebuilder.imagebuilder.blueprints.BlueprintLint.Finding;
import org.imagebuilder.imagebuilder.contract.api.model.BlueprintItem;
import org.imagebuilder.imagebuilder.contract.api.model.BlueprintsResponse;
import org.imagebuilder.imagebuilder.contract.api.model.ClientId;
import org.imagebuilder.imagebuilder.contract.api.model.ComposeResponse;
import org.imagebuilder.imagebuilder.contract.api.model.ImageTypes;
import org.imagebuilder.imagebuilder.contract.api.model.ListResponseLinks;
import org.imagebuilder.imagebuilder.contract.api.model.ListResponseMeta;
import org.imagebuilder.imagebuilder.customizations.Secrets;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;
import org.imagebuilder.imagebuilder.requests.PathPrefix;
import org.jspecify.annotations.Nullable;

/** Blueprints in the public contract's form. */
@Singleton
class BlueprintMapper {
  private final PathPrefix prefix;

  BlueprintMapper(PathPrefix prefix) {
    this.prefix = prefix;
  }

  ObjectNode details(BlueprintDetails blueprint, BlueprintLint lint) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    shown.put("id", blueprint.id().toString());
    shown.put("name", blueprint.name());
    shown.put("description", blueprint.description());
    shown.set("lint", lint(blueprint, lint));
    shown.setAll(Secrets.withoutPasswords(blueprint.body()));
    return shown;
  }

  /**
   * The image types that are asked for, none if all are. The body is so small that it has no schema
   * of its own.
   */
  static Optional<Set<String>> imageTypes(@Nullable ObjectNode body) {
    if (body == null || !body.has("image_types")) {
      return Optional.empty();
    }
    JsonNode asked = body.get("image_types");
    if (!asked.isArray()) {
      throw new ApiException(ErrorCode.BODY_PART_INVALID, "/image_types", "value must be an array");
    }
    List<String> known = Arrays.stream(ImageTypes.values()).map(ImageTypes::toString).toList();
    Set<String> types = new LinkedHashSet<>();
    for (int i = 0; i < asked.size(); i++) {
      if (!asked.get(i).isTextual() || !known.contains(asked.get(i).textValue())) {
        throw new ApiException(
            ErrorCode.BODY_PART_INVALID,
            "/image_types/" + i,
            "value is not one of the allowed values " + known);
      }
      types.add(asked.get(i).textValue());
    }
    return Optional.of(types);
  }

  /** What sort of client asks, by the header that the web interface sets. */
  static String clientId(@Nullable String header) {
    if (header == null || header.isEmpty()) {
      return ClientId.API.toString();
    }
    return header.equals("mcp") ? ClientId.MCP.toString() : ClientId.UI.toString();
  }

  static List<ComposeResponse> ids(List<UUID> ids) {
    return ids.stream()
        .map(
            id -> {
              ComposeResponse response = new ComposeResponse();
              response.setId(id);
              return response;
            })
        .toList();
  }

  BlueprintsResponse page(BlueprintListing.Page page, BlueprintListing listing) {
    BlueprintsResponse response = new BlueprintsResponse();
    ListResponseMeta meta = new ListResponseMeta();
    meta.setCount(Math.toIntExact(page.total()));
    response.setMeta(meta);
    response.setLinks(links(page.total(), listing));
    response.setData(page.items().stream().map(BlueprintMapper::item).toList());
    return response;
  }

  private static BlueprintItem item(BlueprintListing.Item found) {
    BlueprintItem item = new BlueprintItem();
    item.setId(found.id());
    item.setName(found.name());
    item.setDescription(found.description());
    item.setVersion(found.version());
    item.setLastModifiedAt(
        found
            .lastModifiedAt()
            .truncatedTo(ChronoUnit.SECONDS)
            .toInstant(ZoneOffset.UTC)
            .toString());
    return item;
  }

  // Lists that nobody has made are null, lists that were looked for and found empty are empty.
  private static ObjectNode lint(BlueprintDetails blueprint, BlueprintLint lint) {
    boolean nullIfEmpty = !blueprint.body().hasNonNull("distribution") || blueprint.hasPolicy();
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    findings(shown, "errors", lint.errors(), nullIfEmpty);
    findings(shown, "warnings", lint.warnings(), nullIfEmpty);
    return shown;
  }

  private static void findings(
      ObjectNode lint, String member, List<Finding> findings, boolean nullIfEmpty) {
    if (findings.isEmpty() && nullIfEmpty) {
      lint.putNull(member);
      return;
    }
    var list = lint.putArray(member);
    findings.forEach(
        each -> list.addObject().put("name", each.name()).put("description", each.description()));
  }

  private ListResponseLinks links(long total, BlueprintListing listing) {
    int limit = listing.limit();
    long last = limit >= total ? 0 : (total - 1) / limit * limit;
    ListResponseLinks links = new ListResponseLinks();
    links.setFirst(link(listing, 0));
    links.setLast(link(listing, last));
    return links;
  }

  private String link(BlueprintListing listing, long offset) {
    String name = listing.byName() ? "&name=" + encoded(listing.name()) : "";
    String search =
        !listing.byName() && !listing.search().isEmpty()
            ? "&search=" + encoded(listing.search())
            : "";
    return prefix.ofLinks()
        + "/blueprints?limit="
        + listing.limit()
        + name
        + "&offset="
        + offset
        + search;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A").replace("%7E", "~");
  }
}
