package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.imagebuilder.contentsources.KnownRepository;
import org.imagebuilder.imagebuilder.contentsources.Snapshot;
import org.imagebuilder.imagebuilder.contentsources.Template;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;

/** The repositories beside those of the image's system, with what content-sources knows of them. */
final class GivenRepositories {
  private static final List<String> PAYLOAD =
      List.of(
          "baseurl",
          "mirrorlist",
          "metalink",
          "rhsm",
          "gpgkey",
          "check_gpg",
          "check_repo_gpg",
          "ignore_ssl",
          "module_hotfixes",
          "suite",
          "components");

  private static final List<String> CUSTOM =
      List.of(
          "id",
          "name",
          "filename",
          "baseurl",
          "mirrorlist",
          "metalink",
          "enabled",
          "gpgkey",
          "check_gpg",
          "check_repo_gpg",
          "ssl_verify",
          "priority",
          "module_hotfixes",
          "suite",
          "components");

  private final ComposeOrder order;
  private final SnapshotAddresses addresses;

  GivenRepositories(ComposeOrder order, SnapshotAddresses addresses) {
    this.order = order;
    this.addresses = addresses;
  }

  /** Puts both lists in, where there is anything in them. */
  void into(ObjectNode customizations) {
    Optional<Template> template = order.found().template();
    if (template.isPresent()) {
      put(customizations, "payload_repositories", ofTemplate(template.get()));
      return;
    }
    GivenKinds kinds = GivenKinds.of(order);
    boolean dated = order.snapshotDate().isPresent();
    ArrayNode payload = JsonNodeFactory.instance.arrayNode();
    kinds.payload().forEach(given -> payload.add(dated ? payloadOfDay(given) : payload(given)));
    put(customizations, "payload_repositories", payload);
    ArrayNode custom = JsonNodeFactory.instance.arrayNode();
    kinds.custom().forEach(given -> custom.add(dated ? customOfDay(given) : custom(given)));
    put(customizations, "custom_repositories", custom);
  }

  private ArrayNode ofTemplate(Template template) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Snapshot snapshot : template.snapshots()) {
      order.found().custom().stream()
          .filter(known -> known.id().equals(snapshot.repositoryId()))
          .forEach(known -> list.add(RepositoryMapper.copy(known, addresses.of(snapshot))));
    }
    return list;
  }

  private ObjectNode payload(GivenRepository given) {
    ObjectNode mapped = Members.copied(given.tree(), PAYLOAD);
    known(given)
        .ifPresent(
            known -> {
              if (given.baseurls().isEmpty()) {
                address(known).ifPresent(url -> mapped.put("baseurl", url));
              }
              if (known.gpgKey().isPresent() && !mapped.has("check_gpg")) {
                mapped.put("check_gpg", true);
              }
              if (mapped.path("gpgkey").asText("").isEmpty()) {
                known.gpgKey().ifPresent(key -> mapped.put("gpgkey", key));
              }
              if (!mapped.has("module_hotfixes")) {
                known.moduleHotfixes().ifPresent(flag -> mapped.put("module_hotfixes", flag));
              }
            });
    checkAddress(given, mapped);
    return mapped;
  }

  private ObjectNode custom(GivenRepository given) {
    ObjectNode mapped = Members.copied(given.tree(), CUSTOM);
    known(given)
        .ifPresent(
            known -> {
              if (!mapped.has("name")) {
                known.name().ifPresent(name -> mapped.put("name", name));
              }
              if (given.baseurls().isEmpty()) {
                address(known).ifPresent(url -> mapped.putArray("baseurl").add(url));
              }
              fillKeys(mapped, known);
            });
    checkAddress(given, mapped);
    return mapped;
  }

  private static void fillKeys(ObjectNode mapped, KnownRepository known) {
    known
        .gpgKey()
        .ifPresent(
            key -> {
              if (mapped.path("gpgkey").isEmpty()) {
                mapped.putArray("gpgkey").add(key);
              }
              if (!mapped.has("check_gpg")) {
                mapped.put("check_gpg", true);
              }
              if (!mapped.has("check_repo_gpg")) {
                known.metadataVerification().ifPresent(flag -> mapped.put("check_repo_gpg", flag));
              }
            });
    if (!mapped.has("module_hotfixes")) {
      known.moduleHotfixes().ifPresent(flag -> mapped.put("module_hotfixes", flag));
    }
  }

  private Optional<KnownRepository> known(GivenRepository given) {
    return order.found().custom().stream().filter(given::is).findFirst();
  }

  /** Uploaded packages have no other place than their snapshot. */
  private Optional<String> address(KnownRepository known) {
    return switch (known.origin()) {
      case "external", "red_hat", "community" ->
          Optional.of(known.url()).filter(url -> !url.isEmpty());
      case "upload" -> known.latestSnapshotUrl().map(addresses::latest);
      default -> throw new ApiException(ErrorCode.CONTENT_SOURCES_FAILED);
    };
  }

  private static void checkAddress(GivenRepository given, ObjectNode mapped) {
    if (!new GivenRepository(mapped, given.custom()).hasAddress()) {
      throw new ApiException(ErrorCode.REPOSITORY_WITHOUT_ADDRESS, given.list(), given.name());
    }
  }

  private ObjectNode payloadOfDay(GivenRepository given) {
    KnownRepository known = kept(given);
    return RepositoryMapper.copy(known, addresses.of(snapshot(given, known)));
  }

  // The booted system has no way to the snapshot, so it knows where it came from.
  private ObjectNode customOfDay(GivenRepository given) {
    KnownRepository known = kept(given);
    Snapshot snapshot = snapshot(given, known);
    ObjectNode mapped = JsonNodeFactory.instance.objectNode();
    mapped.put("id", given.id().orElse(known.id()));
    known.name().ifPresent(name -> mapped.put("name", name));
    mapped
        .putArray("baseurl")
        .add(snapshot.url().orElseThrow(() -> new ApiException(ErrorCode.CONTENT_SOURCES_FAILED)));
    mapped.put("enabled", false);
    known
        .gpgKey()
        .ifPresent(
            key -> {
              mapped.putArray("gpgkey").add(key);
              mapped.put("check_gpg", true);
            });
    known.moduleHotfixes().ifPresent(flag -> mapped.put("module_hotfixes", flag));
    known.metadataVerification().ifPresent(flag -> mapped.put("check_repo_gpg", flag));
    return mapped;
  }

  private KnownRepository kept(GivenRepository given) {
    return known(given)
        .or(
            () ->
                order.found().custom().stream()
                    .filter(
                        known ->
                            given.baseurls().stream()
                                .anyMatch(url -> Addresses.same(url, known.url())))
                    .findFirst())
        .orElseThrow(() -> withoutSnapshot(given));
  }

  private Snapshot snapshot(GivenRepository given, KnownRepository known) {
    return order.found().snapshotOf(known).orElseThrow(() -> withoutSnapshot(given));
  }

  private ApiException withoutSnapshot(GivenRepository given) {
    return new ApiException(
        ErrorCode.SNAPSHOT_MISSING,
        given.name(),
        order.imageRequest().path("snapshot_date").asText());
  }

  private static void put(ObjectNode customizations, String name, ArrayNode list) {
    if (!list.isEmpty()) {
      customizations.set(name, list);
    }
  }
}
