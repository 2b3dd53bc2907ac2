package org.imagebuilder.imagebuilder.orders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import org.imagebuilder.imagebuilder.composer.ComposeOrder;
import org.imagebuilder.imagebuilder.composer.SnapshotDate;
import org.imagebuilder.imagebuilder.customizations.Customizations;
import org.imagebuilder.imagebuilder.distributions.Architecture;
import org.imagebuilder.imagebuilder.distributions.Distribution;
import org.imagebuilder.imagebuilder.distributions.DistributionCatalog;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;
import org.imagebuilder.imagebuilder.identity.Identity;

/** Whether what is asked for can be built for this caller; the order of the checks is the API's. */
@Singleton
class ComposeRules {
  /** Forms that only the Debian engine makes. */
  private static final Set<String> DEBIAN_ONLY_TYPES = Set.of("raw", "tar", "container");

  private static final int MOST_SOURCES = 100;
  private static final int MOST_REPOSITORIES = 500;

  private final DistributionCatalog catalog;

  ComposeRules(DistributionCatalog catalog) {
    this.catalog = catalog;
  }

  /** The order for composer, or the first refusal. */
  ComposeOrder order(ObjectNode request, Identity caller) {
    boolean packages = request.hasNonNull("distribution");
    boolean bootc = request.hasNonNull("bootc");
    if (!packages && !bootc) {
      throw new ApiException(ErrorCode.DISTRIBUTION_MISSING);
    }
    if (packages && bootc) {
      throw new ApiException(ErrorCode.DISTRIBUTION_AND_BOOTC);
    }
    JsonNode image = request.required("image_requests").required(0);
    checkSnapshot(image);
    Optional<Distribution> distribution = Optional.empty();
    if (bootc) {
      checkBootc(request.path("bootc"), image, caller);
    } else {
      distribution = Optional.of(distribution(request, image, caller));
    }
    ComposeOrder order = new ComposeOrder(Customizations.expanded(request), distribution);
    checkQuestions(order);
    return order;
  }

  // Each of these is a question to somebody else.
  private static void checkQuestions(ComposeOrder order) {
    if (order.sources().size() > MOST_SOURCES) {
      throw new ApiException(ErrorCode.UPLOAD_SOURCES_TOO_MANY, MOST_SOURCES);
    }
    if (order.givenRepositories().size() > MOST_REPOSITORIES) {
      throw new ApiException(
          ErrorCode.CUSTOMIZATION_INVALID,
          "customizations: more than " + MOST_REPOSITORIES + " repositories are named");
    }
  }

  private static void checkSnapshot(JsonNode image) {
    String date = image.path("snapshot_date").asText("");
    if (!date.isEmpty() && !image.path("content_template").asText("").isEmpty()) {
      throw new ApiException(ErrorCode.SNAPSHOT_AND_TEMPLATE);
    }
    if (!date.isEmpty() && SnapshotDate.read(date).isEmpty()) {
      throw new ApiException(ErrorCode.SNAPSHOT_DATE_UNREADABLE, date);
    }
  }

  // Debian comes from the builders' own mirror, and nobody keeps its days.
  private static void checkSnapshots(Distribution distribution, JsonNode image) {
    for (String member : new String[] {"snapshot_date", "content_template"}) {
      if (distribution.isDebian() && !image.path(member).asText("").isEmpty()) {
        throw new ApiException(ErrorCode.SNAPSHOTS_UNSUPPORTED, member, distribution.name());
      }
    }
  }

  private void checkBootc(JsonNode bootc, JsonNode image, Identity caller) {
    Optional<String> payload = Optional.ofNullable(bootc.path("iso_payload_reference").textValue());
    String type = image.path("image_type").asText();
    if (payload.isPresent() && !type.equals("bootable-container-iso")) {
      throw new ApiException(ErrorCode.BOOTC_PAYLOAD_NOT_ISO);
    }
    if (DEBIAN_ONLY_TYPES.contains(type)) {
      throw new ApiException(ErrorCode.UPLOAD_TYPE_MISMATCH);
    }
    catalog.checkBootc(bootc.path("reference").asText(), payload, caller);
  }

  private Distribution distribution(ObjectNode request, JsonNode image, Identity caller) {
    String key = request.path("distribution").asText();
    Distribution distribution = catalog.usable(key, caller);
    Architecture architecture =
        distribution
            .architecture(image.path("architecture").asText())
            .orElseThrow(() -> new ApiException(ErrorCode.ARCHITECTURE_UNSUPPORTED));
    String type = image.path("image_type").asText();
    boolean fits =
        distribution.isDebian()
            ? architecture.imageTypes().contains(type)
            : !DEBIAN_ONLY_TYPES.contains(type);
    if (!fits) {
      throw new ApiException(ErrorCode.IMAGE_TYPE_UNSUPPORTED, type, key, architecture.name());
    }
    checkAddresses(key, architecture, image);
    checkSnapshots(distribution, image);
    return distribution;
  }

  // A content template brings repositories of its own in place of these.
  private static void checkAddresses(String key, Architecture architecture, JsonNode image) {
    if (!architecture.withoutAddress().isEmpty()
        && image.path("content_template").asText("").isEmpty()) {
      throw new ApiException(
          ErrorCode.REPOSITORIES_UNKNOWN,
          key,
          architecture.name(),
          String.join(", ", architecture.withoutAddress()));
    }
  }
}
