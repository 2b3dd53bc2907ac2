package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.composer.distributions.ImageType;
import org.imagebuilder.composer.errors.ErrorCode;
import org.imagebuilder.composer.jobs.OsbuildArtifact;
import org.imagebuilder.composer.jobs.Target;
import org.imagebuilder.composer.targets.UploadChoice;
import org.imagebuilder.composer.targets.UploadTarget;
import org.imagebuilder.composer.targets.UploadType;
import org.imagebuilder.composer.targets.UploadedImage;

/** Where an image goes: the uploads that were asked for, each held to what its type can take. */
final class UploadPlan {
  private final ImageType imageType;
  private final ImageRequest image;
  private final String distribution;
  private final Draft draft;

  UploadPlan(ImageType imageType, ImageRequest image, String distribution, Draft draft) {
    this.imageType = imageType;
    this.image = image;
    this.distribution = distribution;
    this.draft = draft;
  }

  /** Explicit uploads come first, the last one foremost; so workers have always got them. */
  List<Target> explicitReversed() {
    List<UploadChoice> ordered = new ArrayList<>(explicit().reversed());
    byImageType().ifPresent(ordered::add);
    return targets(ordered);
  }

  /** Explicit uploads as the request orders them, and that of the image type last. */
  List<Target> inOrder() {
    List<UploadChoice> ordered = new ArrayList<>(explicit());
    byImageType().ifPresent(ordered::add);
    return targets(ordered);
  }

  /** An image that goes nowhere would be lost. */
  void refuseNone() {
    if (image.defaultUpload().isEmpty() && image.uploads().isEmpty()) {
      throw ErrorCode.JSON_UNMARSHALLING_ERROR.because(
          image.member() + ": give upload_options or upload_targets, or the image would be lost");
    }
  }

  private List<UploadChoice> explicit() {
    List<UploadChoice> choices = new ArrayList<>();
    for (JsonNode upload : image.uploads()) {
      String member = image.member() + ".upload_targets[" + choices.size() + "]";
      choices.add(choice(upload, member));
    }
    return choices;
  }

  private Optional<UploadChoice> byImageType() {
    return image
        .defaultUpload()
        .map(
            options ->
                new UploadChoice(
                    imageType.defaultTarget(), options, image.member() + ".upload_options"));
  }

  private UploadChoice choice(JsonNode upload, String member) {
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

  private List<Target> targets(List<UploadChoice> choices) {
    UploadedImage uploaded =
        new UploadedImage(distribution, imageType.filename(), imageType.bootMode());
    return choices.stream()
        .map(choice -> target(choice.target(uploaded, draft.nextId()), imageType, draft))
        .toList();
  }

  /** The target as jobs carry it, under an id of its own. */
  static Target target(UploadTarget target, ImageType imageType, Draft draft) {
    return Target.of(
        target,
        draft.nextId(),
        draft.now(),
        new OsbuildArtifact(imageType.filename(), imageType.export()));
  }
}
