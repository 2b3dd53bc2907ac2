package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.imagebuilder.composer.distributions.Distribution;
import org.imagebuilder.composer.distributions.DistributionCatalog;
import org.imagebuilder.composer.distributions.Engine;
import org.imagebuilder.composer.distributions.ImageType;
import org.imagebuilder.composer.errors.ErrorCode;
import org.imagebuilder.composer.jobs.JobPlan;
import org.imagebuilder.composer.jobs.OsbuildArtifact;
import org.imagebuilder.composer.jobs.Target;
import org.imagebuilder.composer.targets.UploadChoice;
import org.imagebuilder.composer.targets.UploadType;
import org.imagebuilder.composer.targets.UploadedImage;

/**
 * Turns a request into jobs, or refuses it. A pure function: the same request and draft give the
 * same plan, and nothing is written. Checks come in the order in which callers know them.
 */
final class ComposePlanner {
  private final DistributionCatalog catalog;

  ComposePlanner(DistributionCatalog catalog) {
    this.catalog = catalog;
  }

  JobPlan plan(ComposeRequest request, Draft draft) {
    Distribution distribution =
        catalog
            .find(request.distribution())
            .orElseThrow(
                () ->
                    ErrorCode.UNSUPPORTED_DISTRIBUTION.because(
                        "distribution: '" + request.distribution() + "' is not known here"));
    if (request.images().size() != 1) {
      throw ErrorCode.INVALID_NUMBER_OF_IMAGE_BUILDS.because(
          "expected 1 image request, got " + request.images().size());
    }
    ImageRequest image = request.images().getFirst();
    ImageType imageType = imageType(distribution, image);
    BuildOrder order = order(distribution, imageType, image, request.recipe(), draft);
    return switch (distribution.engine()) {
      case OSBUILD -> RpmPlan.of(order, draft);
      case DEBIAN -> DebianPlan.of(order, draft);
    };
  }

  private static ImageType imageType(Distribution distribution, ImageRequest image) {
    if (!distribution.architectures().contains(image.architecture())) {
      throw ErrorCode.UNSUPPORTED_ARCHITECTURE.because(
          "%s.architecture: %s is built for %s"
              .formatted(
                  image.member(),
                  distribution.name(),
                  String.join(", ", distribution.architectures())));
    }
    return distribution
        .imageType(image.imageType(), image.architecture())
        .orElseThrow(
            () ->
                ErrorCode.UNSUPPORTED_IMAGE_TYPE.because(
                    "%s.image_type: %s does not offer '%s' for %s"
                        .formatted(
                            image.member(),
                            distribution.name(),
                            image.imageType(),
                            image.architecture())));
  }

  private static BuildOrder order(
      Distribution distribution,
      ImageType imageType,
      ImageRequest image,
      Recipe recipe,
      Draft draft) {
    List<RequestedRepository> repositories =
        repositories(image.repositories(), image.member() + ".repositories");
    List<RequestedRepository> payload =
        repositories(recipe.payloadRepositories(), recipe.member() + ".payload_repositories");
    boolean needsRepositories = distribution.engine() == Engine.OSBUILD;
    if (needsRepositories
        && repositories.isEmpty()
        && distribution.repositories(imageType).isEmpty()) {
      throw ErrorCode.INVALID_REPOSITORY.because(
          image.member()
              + ".repositories: "
              + distribution.name()
              + " has none of its own, give some");
    }
    ostree(image, imageType);
    List<Target> targets = targets(distribution, imageType, image, draft);
    CustomizationRules.check(recipe, imageType);
    subscription(distribution, recipe);
    return new BuildOrder(distribution, imageType, image, recipe, repositories, payload, targets);
  }

  private static List<RequestedRepository> repositories(List<JsonNode> list, String member) {
    List<RequestedRepository> repositories = new ArrayList<>();
    for (JsonNode each : list) {
      repositories.add(RequestedRepository.of(each, member + "[" + repositories.size() + "]"));
    }
    return repositories;
  }

  private static void ostree(ImageRequest image, ImageType imageType) {
    JsonNode ostree = image.ostree();
    String member = image.member() + ".ostree";
    if (Trees.text(ostree, "url")
        .filter(url -> !url.matches("(?i)https?://[^\\s\\p{Cntrl}]+"))
        .isPresent()) {
      throw ErrorCode.INVALID_OSTREE_PARAMS.because(
          image.member() + ".ostree.url: has to begin with http:// or https://");
    }
    if (Trees.text(ostree, "contenturl").isPresent()) {
      throw ErrorCode.INVALID_OSTREE_PARAMS.because(
          member
              + ".contenturl: "
              + (Trees.text(ostree, "url").isEmpty()
                  ? "needs ostree.url"
                  : "cannot be passed on, leave it out"));
    }
    if (ostree.path("rhsm").asBoolean()) {
      throw ErrorCode.INVALID_OSTREE_PARAMS.because(
          member + ".rhsm: cannot be passed on, leave it out");
    }
    boolean asked =
        List.of("ref", "url", "parent").stream()
            .anyMatch(name -> Trees.text(ostree, name).isPresent());
    if (asked && imageType.ostreeRef().isEmpty()) {
      throw ErrorCode.INVALID_OSTREE_PARAMS.because(
          member + ": image type " + imageType.apiName() + " is not made from ostree");
    }
    if (Trees.text(ostree, "parent").isPresent() && Trees.text(ostree, "url").isEmpty()) {
      throw ErrorCode.INVALID_OSTREE_PARAMS.because(member + ".url: is needed with parent");
    }
  }

  private static void subscription(Distribution distribution, Recipe recipe) {
    if (recipe.subscription().isPresent() && distribution.engine() == Engine.DEBIAN) {
      throw ErrorCode.INVALID_CUSTOMIZATION.because(
          recipe.member() + ".subscription: " + distribution.name() + " has no subscriptions");
    }
  }

  /** Explicit uploads come first, the last one foremost; so workers have always got them. */
  private static List<Target> targets(
      Distribution distribution, ImageType imageType, ImageRequest image, Draft draft) {
    if (image.defaultUpload().isEmpty() && image.uploads().isEmpty()) {
      throw ErrorCode.JSON_UNMARSHALLING_ERROR.because(
          image.member() + ": give upload_options or upload_targets, or the image would be lost");
    }
    List<UploadChoice> choices = new ArrayList<>();
    for (JsonNode upload : image.uploads()) {
      String member = image.member() + ".upload_targets[" + choices.size() + "]";
      choices.add(choice(imageType, upload, member));
    }
    List<UploadChoice> ordered = new ArrayList<>(choices.reversed());
    image
        .defaultUpload()
        .ifPresent(
            options ->
                ordered.add(
                    new UploadChoice(
                        imageType.defaultTarget(), options, image.member() + ".upload_options")));
    UploadedImage uploaded =
        new UploadedImage(distribution.name(), imageType.filename(), imageType.bootMode());
    OsbuildArtifact artifact = new OsbuildArtifact(imageType.filename(), imageType.export());
    return ordered.stream()
        .map(
            choice ->
                Target.of(
                    choice.target(uploaded, draft.nextId()), draft.nextId(), draft.now(), artifact))
        .toList();
  }

  private static UploadChoice choice(ImageType imageType, JsonNode upload, String member) {
    String name = upload.path("type").asText();
    UploadType type =
        UploadType.ofApi(name)
            .filter(imageType.targets()::contains)
            .orElseThrow(
                () ->
                    ErrorCode.INVALID_UPLOAD_TARGET.because(
                        "%s.type: an image of type %s cannot be uploaded to %s"
                            .formatted(member, imageType.apiName(), name)));
    return new UploadChoice(type, upload.path("upload_options"), member + ".upload_options");
  }
}
