package org.imagebuilder.imagebuilder.compliance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;
import org.imagebuilder.imagebuilder.requests.LenientUuid;

/** How customizations name a policy. */
final class PolicyReference {
  static final UUID NONE = new UUID(0, 0);

  private static final String MEMBER = "customizations.openscap.policy_id";

  private PolicyReference() {}

  /** The policy that is asked for, if one is; a name that names none is a mistake. */
  static Optional<UUID> in(JsonNode customizations) {
    JsonNode policy = customizations.path("openscap").path("policy_id");
    if (policy.isMissingNode() || policy.isNull()) {
      return Optional.empty();
    }
    UUID id =
        LenientUuid.read(policy.asText())
            .orElseThrow(() -> refusal("'" + policy.asText() + "' is no uuid"));
    if (id.equals(NONE)) {
      throw refusal("it is all zeros, give the id of a policy");
    }
    return Optional.of(id);
  }

  /** The same of what was stored long ago: what names no policy counts for none. */
  static Optional<UUID> inStored(JsonNode customizations) {
    JsonNode policy = customizations.path("openscap").path("policy_id");
    return LenientUuid.read(policy.asText("")).filter(id -> !id.equals(NONE));
  }

  private static ApiException refusal(String why) {
    return new ApiException(ErrorCode.CUSTOMIZATION_INVALID, MEMBER + ": " + why);
  }
}
