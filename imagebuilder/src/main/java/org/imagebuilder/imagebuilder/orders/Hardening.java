package org.imagebuilder.imagebuilder.orders;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.imagebuilder.composer.ComposeOrder;
import org.imagebuilder.imagebuilder.composer.HardeningPolicy;
import org.imagebuilder.imagebuilder.distributions.Distribution;
import org.imagebuilder.imagebuilder.distributions.RhelVersion;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;
import org.imagebuilder.imagebuilder.identity.Identity;

/** Gets the compliance policy that an order names. */
@ApplicationScoped
class Hardening {
  /** The policy, if the order names one. */
  Uni<Optional<HardeningPolicy>> policy(ComposeOrder order, Identity caller) {
    JsonNode openscap = order.request().path("customizations").path("openscap");
    if (!openscap.has("policy_id")) {
      return Uni.createFrom().item(Optional.empty());
    }
    return policy(id(openscap.path("policy_id")), release(order), caller).map(Optional::of);
  }

  // The compliance service is not connected here.
  Uni<HardeningPolicy> policy(UUID id, RhelVersion release, Identity caller) {
    return Uni.createFrom().failure(new ApiException(ErrorCode.COMPLIANCE_MISSING));
  }

  private static UUID id(JsonNode policy) {
    try {
      return UUID.fromString(policy.asText(""));
    } catch (IllegalArgumentException failure) {
      throw new ApiException(
          ErrorCode.CUSTOMIZATION_INVALID,
          "customizations.openscap.policy_id: \"" + policy.asText("") + "\" is no uuid");
    }
  }

  private static RhelVersion release(ComposeOrder order) {
    String name = order.distribution().map(Distribution::name).orElse("a bootable container");
    return RhelVersion.ofName(name)
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorCode.CUSTOMIZATION_INVALID,
                    "customizations.openscap.policy_id: policies are for releases of RHEL, not for "
                        + name));
  }
}
