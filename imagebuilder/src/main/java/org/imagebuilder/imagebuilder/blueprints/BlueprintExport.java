package org.imagebuilder.imagebuilder.blueprints;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.imagebuilder.imagebuilder.contentsources.ContentSourcesGateway;
import org.imagebuilder.imagebuilder.contentsources.Origin;
import org.imagebuilder.imagebuilder.customizations.Secrets;
import org.imagebuilder.imagebuilder.identity.Identity;
import org.imagebuilder.imagebuilder.requests.LenientUuid;

/** Blueprints for other organisations: without what is this one's own, with their repositories. */
@ApplicationScoped
class BlueprintExport {
  /** What registers a machine with services of the organisation. */
  private static final Set<String> REGISTRATIONS =
      Set.of(
          "/etc/systemd/system/register-satellite.service",
          "/usr/local/sbin/register-satellite",
          "/usr/local/sbin/aap-first-boot-reg");

  // Importers have read this form from the beginning, and nothing else is made of it.
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS '+0000 UTC'", Locale.ROOT);

  private final BlueprintStore store;
  private final ContentSourcesGateway contentSources;
  private final InstantSource clock;

  BlueprintExport(BlueprintStore store, ContentSourcesGateway contentSources, InstantSource clock) {
    this.store = store;
    this.contentSources = contentSources;
    this.clock = clock;
  }

  /** The latest version in the form of an export. */
  Uni<ObjectNode> export(UUID id, Identity caller) {
    return store
        .details(id, caller.organisation(), Blueprints.LATEST)
        .map(blueprint -> exported(blueprint, clock.instant()))
        .call(export -> substituteEpel(export, caller))
        .call(export -> addSources(export, caller));
  }

  /** All that needs no neighbour. */
  static ObjectNode exported(BlueprintDetails blueprint, Instant now) {
    ObjectNode export = Secrets.withoutPasswords(Secrets.withoutKeys(blueprint.body()));
    JsonNode images = export.remove("image_requests");
    export.put("name", blueprint.name()).put("description", blueprint.description());
    if (export.path("customizations") instanceof ObjectNode customizations) {
      customizations.remove("subscription");
      customizations.remove("cacerts");
      removeRegistrations(customizations);
    } else {
      export.putObject("customizations");
    }
    export
        .putObject("metadata")
        .put("parent_id", blueprint.id().toString())
        .put("exported_at", TIME.format(now.atOffset(ZoneOffset.UTC)))
        .put("is_on_prem", false);
    if (images != null && images.path(0).hasNonNull("snapshot_date")) {
      export.set("snapshot_date", images.path(0).get("snapshot_date"));
    }
    return export;
  }

  private static void removeRegistrations(ObjectNode customizations) {
    if (customizations.path("files") instanceof ArrayNode files) {
      for (int i = files.size() - 1; i >= 0; i--) {
        if (REGISTRATIONS.contains(files.path(i).path("path").asText())) {
          files.remove(i);
        }
      }
      if (files.isEmpty()) {
        customizations.remove("files");
      }
    }
  }

  private Uni<Void> substituteEpel(ObjectNode export, Identity caller) {
    ObjectNode customizations = (ObjectNode) export.path("customizations");
    Set<String> named = EpelSource.named(customizations);
    return named.isEmpty() || !contentSources.configured()
        ? Uni.createFrom().voidItem()
        : contentSources
            .byUrl(Origin.CUSTOM, named, caller)
            .invoke(known -> EpelSource.substitute(customizations, known))
            .replaceWithVoid();
  }

  // Without the service its repositories are left out, and the rest of the export is as useful.
  private Uni<Void> addSources(ObjectNode export, Identity caller) {
    Set<String> ids = new LinkedHashSet<>();
    for (JsonNode repository : export.at("/customizations/custom_repositories")) {
      LenientUuid.read(repository.path("id").asText("")).ifPresent(id -> ids.add(id.toString()));
    }
    return ids.isEmpty() || !contentSources.configured()
        ? Uni.createFrom().voidItem()
        : contentSources
            .exported(ids, caller)
            .invoke(sources -> export.set("content_sources", sources))
            .replaceWithVoid();
  }
}
