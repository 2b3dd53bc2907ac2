package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.imagebuilder.composer.distributions.ImageType;
import org.imagebuilder.composer.errors.ErrorCode;

/** Refuses settings of ostree that contradict themselves, or that nobody could act upon. */
final class OstreeRules {
  private OstreeRules() {}

  static void check(ImageRequest image, ImageType imageType) {
    JsonNode ostree = image.ostree();
    String member = image.member() + ".ostree";
    if (Trees.text(ostree, "url")
        .filter(url -> !url.matches("(?i)https?://[^\\s\\p{Cntrl}]+"))
        .isPresent()) {
      throw refusal(member + ".url: has to begin with http:// or https://");
    }
    if (Trees.text(ostree, "contenturl").isPresent()) {
      throw refusal(member + ".contenturl: cannot be passed on, leave it out");
    }
    if (ostree.path("rhsm").asBoolean()) {
      throw refusal(member + ".rhsm: cannot be passed on, leave it out");
    }
    boolean asked =
        List.of("ref", "url", "parent").stream()
            .anyMatch(name -> Trees.text(ostree, name).isPresent());
    if (asked && imageType.ostreeRef().isEmpty()) {
      throw refusal(member + ": image type " + imageType.apiName() + " is not made from ostree");
    }
    if (Trees.text(ostree, "parent").isPresent() && Trees.text(ostree, "url").isEmpty()) {
      throw refusal(member + ".url: is needed with parent");
    }
  }

  private static RuntimeException refusal(String details) {
    return ErrorCode.INVALID_OSTREE_PARAMS.because(details);
  }
}
