package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.imagebuilder.composer.errors.ErrorCode;
import org.imagebuilder.composer.jobs.Subscription;

/** Reads a request that fits the contract into records; what contradicts itself is refused here. */
final class RequestMapper {
  private static final String BOOTC_ONLY_TYPE = "bootable-container-iso";

  private static final Pattern UUID =
      Pattern.compile("(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /** The contract's format is a remark; what does not keep to it cannot be passed on. */
  private static final List<String> UUIDS =
      List.of(
          "/blueprint_id",
          "/customizations/openscap/policy_id",
          "/blueprint/customizations/openscap/policy_id");

  private RequestMapper() {}

  static ComposeRequest read(JsonNode request) {
    UUIDS.forEach(place -> uuid(request, place));
    boolean hasDistribution = Trees.text(request, "distribution").isPresent();
    boolean hasBootc = request.has("bootc");
    if (hasDistribution && hasBootc) {
      throw ErrorCode.DISTRO_OR_BOOTC_NOT_BOTH.because("leave out distribution or bootc");
    }
    if (!hasDistribution && !hasBootc) {
      throw ErrorCode.DISTRO_AND_BOOTC_MISSING.because("distribution: is needed");
    }
    List<ImageRequest> images = imageRequests(request);
    if (hasBootc) {
      bootc(request, images);
    } else if (images(request).stream().anyMatch(RequestMapper::needsBootc)) {
      throw ErrorCode.BOOTC_ONLY_IMAGE_TYPE.because(
          "image_request.image_type: use another one, or bootc");
    }
    return new ComposeRequest(
        request.path("distribution").asText(),
        hasBootc ? Optional.of(BootcRequest.of(request.get("bootc"))) : Optional.empty(),
        images,
        recipe(request),
        request.has("koji") ? Optional.of(KojiRequest.of(request.get("koji"))) : Optional.empty());
  }

  private static void uuid(JsonNode request, String place) {
    JsonNode value = request.at(place);
    if (value.isTextual() && !UUID.matcher(value.asText()).matches()) {
      throw ErrorCode.BODY_DECODING_ERROR.because(
          Trees.member(place) + ": '" + value.asText() + "' is no uuid");
    }
  }

  private static void bootc(JsonNode request, List<ImageRequest> images) {
    if (request.has("koji")) {
      throw ErrorCode.BAD_REQUEST.because(
          "koji: images from a container cannot be imported, leave out koji or bootc");
    }
    if (images.size() != 1) {
      throw ErrorCode.INVALID_NUMBER_OF_IMAGE_BUILDS.because(
          "expected 1 image request, got " + images(request).size());
    }
  }

  private static boolean needsBootc(JsonNode image) {
    return BOOTC_ONLY_TYPE.equals(image.path("image_type").asText());
  }

  private static List<JsonNode> images(JsonNode request) {
    List<JsonNode> images = new ArrayList<>();
    if (request.has("image_request")) {
      images.add(request.get("image_request"));
    }
    request.path("image_requests").forEach(images::add);
    return images;
  }

  private static List<ImageRequest> imageRequests(JsonNode request) {
    if (request.has("image_request") && request.has("image_requests")) {
      return List.of();
    }
    if (request.has("image_request")) {
      return List.of(imageRequest(request.get("image_request"), "image_request"));
    }
    List<ImageRequest> images = new ArrayList<>();
    for (JsonNode image : request.path("image_requests")) {
      images.add(imageRequest(image, "image_requests[" + images.size() + "]"));
    }
    return images;
  }

  private static ImageRequest imageRequest(JsonNode image, String member) {
    return new ImageRequest(
        member,
        image.path("architecture").asText(),
        image.path("image_type").asText(),
        listOf(image.path("repositories")),
        image.path("ostree"),
        image.path("size").asLong(),
        Optional.ofNullable(image.get("upload_options")),
        listOf(image.path("upload_targets")));
  }

  private static List<JsonNode> listOf(JsonNode list) {
    List<JsonNode> items = new ArrayList<>();
    list.forEach(items::add);
    return items;
  }

  /** What is changed in the images. */
  static Recipe recipe(JsonNode request) {
    if (request.has("blueprint")) {
      JsonNode blueprint = request.get("blueprint");
      return new Recipe(
          BlueprintTranslation.fromBlueprint(blueprint),
          "blueprint.customizations",
          Trees.text(blueprint, "distro"),
          List.of(),
          Optional.empty(),
          "auto-lvm");
    }
    JsonNode customizations = request.path("customizations");
    return new Recipe(
        BlueprintTranslation.fromCustomizations(customizations),
        "customizations",
        Optional.empty(),
        listOf(customizations.path("payload_repositories")),
        subscription(customizations.path("subscription")),
        Trees.text(customizations, "partitioning_mode").orElse("auto-lvm"));
  }

  private static Optional<Subscription> subscription(JsonNode tree) {
    if (Trees.isEmpty(tree)) {
      return Optional.empty();
    }
    List<String> contentSets = Trees.texts(tree.path("content_sets"));
    return Optional.of(
        new Subscription(
            tree.path("organization").asText(),
            tree.path("activation_key").asText(),
            tree.path("server_url").asText(),
            tree.path("base_url").asText(),
            tree.path("insights").asBoolean(),
            tree.path("rhc").asBoolean(),
            tree.path("insights_client_proxy").asText(),
            tree.path("template_name").asText(),
            tree.path("template_uuid").asText(),
            tree.path("patch_url").asText(),
            contentSets.isEmpty() ? null : contentSets));
  }
}
