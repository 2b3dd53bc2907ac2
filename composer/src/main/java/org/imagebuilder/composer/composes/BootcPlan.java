package org.imagebuilder.composer.composes;

import java.util.List;
import java.util.Map;
import org.imagebuilder.composer.distributions.Distribution;
import org.imagebuilder.composer.distributions.ImageType;
import org.imagebuilder.composer.errors.ErrorCode;
import org.imagebuilder.composer.jobs.JobPlan;
import org.imagebuilder.composer.jobs.Target;

/**
 * How an image is made from a bootable container: as one of an RPM distribution, whose manifest
 * names the container instead of packages. Repositories and ostree settings mean nothing here and
 * are passed over, as callers know it.
 */
final class BootcPlan {
  /** Containers have other words for some architectures; workers know one word for each. */
  private static final Map<String, String> ALIASES = Map.of("amd64", "x86_64", "arm64", "aarch64");

  private static final String INSTALLER = "bootable-container-iso";

  private BootcPlan() {}

  static JobPlan of(Distribution containers, ComposeRequest request, Draft draft) {
    BootcRequest bootc = request.bootc().orElseThrow();
    ImageRequest image = request.images().getFirst();
    ImageType imageType = imageType(containers, image);
    if (bootc.isoPayloadReference().isPresent() && !imageType.apiName().equals(INSTALLER)) {
      throw ErrorCode.ISO_PAYLOAD_REFERENCE_FORBIDDEN.because(
          "bootc.iso_payload_reference: leave it out, or ask for the image type " + INSTALLER);
    }
    UploadPlan uploads = new UploadPlan(imageType, image, containers.name(), draft);
    uploads.refuseNone();
    List<Target> targets = uploads.inOrder();
    CustomizationRules.check(request.recipe(), imageType);
    return RpmPlan.of(
        new BuildOrder(
            containers,
            imageType,
            image,
            request.recipe(),
            request.bootc(),
            List.of(),
            List.of(),
            targets),
        draft);
  }

  private static ImageType imageType(Distribution containers, ImageRequest image) {
    String architecture = ALIASES.getOrDefault(image.architecture(), image.architecture());
    if (!containers.architectures().contains(architecture)) {
      throw ErrorCode.UNSUPPORTED_ARCHITECTURE.because(
          "%s.architecture: '%s' is not offered for bootc composes, they are built for %s"
              .formatted(
                  image.member(),
                  image.architecture(),
                  String.join(", ", containers.architectures())));
    }
    return containers
        .imageType(image.imageType(), architecture)
        .orElseThrow(
            () ->
                ErrorCode.UNSUPPORTED_IMAGE_TYPE.because(
                    "%s.image_type: '%s' is not offered for bootc composes on %s"
                        .formatted(image.member(), image.imageType(), image.architecture())));
  }
}
