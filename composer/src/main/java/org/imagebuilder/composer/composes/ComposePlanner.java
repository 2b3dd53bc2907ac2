package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.composer.distributions.Distribution;
import org.imagebuilder.composer.distributions.DistributionCatalog;
import org.imagebuilder.composer.distributions.Engine;
import org.imagebuilder.composer.distributions.ImageType;
import org.imagebuilder.composer.errors.ErrorCode;
import org.imagebuilder.composer.jobs.JobPlan;
import org.imagebuilder.composer.jobs.Target;

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
    checkDistribution(request.recipe(), request.distribution());
    if (request.bootc().isPresent()) {
      return BootcPlan.of(catalog.containers(), request, draft);
    }
    Distribution distribution = distribution(request.distribution());
    checkNumber(request);
    // All images before any job, so that the first bad one refuses the whole.
    boolean needsUpload = request.koji().isEmpty();
    List<BuildOrder> orders =
        request.images().stream()
            .map(image -> order(distribution, image, request, needsUpload, draft))
            .toList();
    if (request.koji().isPresent()) {
      return KojiPlan.of(orders, request.koji().get(), draft);
    }
    BuildOrder order = orders.getFirst();
    return switch (distribution.engine()) {
      case OSBUILD -> RpmPlan.of(order, draft);
      case DEBIAN -> DebianPlan.of(order, draft);
    };
  }

  /** A plan of one job, for an image whose manifest alone is wanted. */
  JobPlan manifest(ComposeRequest request, Draft draft) {
    Distribution distribution = distribution(request.distribution());
    BuildOrder order = order(distribution, request.images().getFirst(), request, false, draft);
    return new JobPlan(
        List.of(
            switch (distribution.engine()) {
              case OSBUILD -> RpmPlan.manifest(order, draft);
              case DEBIAN -> DebianPlan.manifest(order, draft);
            }));
  }

  /** A blueprint has to be for the request's distribution, by whichever of its names. */
  void checkDistribution(Recipe recipe, String requested) {
    recipe
        .distribution()
        .filter(named -> !catalog.areSame(named, requested))
        .ifPresent(
            named -> {
              throw ErrorCode.MISMATCHED_DISTRIBUTION.because(
                  "blueprint.distro: '" + named + "' is not the distribution of the request");
            });
  }

  private Distribution distribution(String name) {
    return catalog
        .find(name)
        .orElseThrow(
            () ->
                ErrorCode.UNSUPPORTED_DISTRIBUTION.because(
                    "distribution: '" + name + "' is not known here"));
  }

  private static void checkNumber(ComposeRequest request) {
    int images = request.images().size();
    if (images == 0) {
      throw ErrorCode.INVALID_NUMBER_OF_IMAGE_BUILDS.because(
          "give either image_request or image_requests, and at least one image");
    }
    if (images > 1 && request.koji().isEmpty()) {
      throw ErrorCode.INVALID_NUMBER_OF_IMAGE_BUILDS.because(
          "expected 1 image request, got " + images + "; several are only for koji");
    }
  }

  private static BuildOrder order(
      Distribution distribution,
      ImageRequest image,
      ComposeRequest request,
      boolean needsUpload,
      Draft draft) {
    ImageType imageType = imageType(distribution, image);
    Recipe recipe = request.recipe();
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
    OstreeRules.check(image, imageType);
    UploadPlan uploads = new UploadPlan(imageType, image, distribution.name(), draft);
    if (needsUpload) {
      uploads.refuseNone();
    }
    List<Target> targets = uploads.explicitReversed();
    CustomizationRules.check(recipe, imageType);
    subscription(distribution, recipe);
    return new BuildOrder(
        distribution, imageType, image, recipe, Optional.empty(), repositories, payload, targets);
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

  static List<RequestedRepository> repositories(List<JsonNode> list, String member) {
    List<RequestedRepository> repositories = new ArrayList<>();
    for (JsonNode each : list) {
      repositories.add(RequestedRepository.of(each, member + "[" + repositories.size() + "]"));
    }
    return repositories;
  }

  private static void subscription(Distribution distribution, Recipe recipe) {
    if (recipe.subscription().isPresent() && distribution.engine() == Engine.DEBIAN) {
      throw ErrorCode.INVALID_CUSTOMIZATION.because(
          recipe.member() + ".subscription: " + distribution.name() + " has no subscriptions");
    }
  }
}
