package org.imagebuilder.imagebuilder.orders;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.imagebuilder.imagebuilder.compliance.Policies;
import org.imagebuilder.imagebuilder.compliance.TailoredPolicy;
import org.imagebuilder.imagebuilder.composer.ComposeOrder;
import org.imagebuilder.imagebuilder.composer.HardeningPolicy;
import org.imagebuilder.imagebuilder.identity.Identity;

/** Gets the compliance policy that an order names. */
@ApplicationScoped
class Hardening {
  private final Policies policies;

  Hardening(Policies policies) {
    this.policies = policies;
  }

  /** The policy, if the order names one. */
  Uni<Optional<HardeningPolicy>> policy(ComposeOrder order, Identity caller) {
    return policies
        .forCompose(order.request().path("customizations"), order.distribution(), caller)
        .map(found -> found.map(Hardening::policy));
  }

  private static HardeningPolicy policy(TailoredPolicy found) {
    return new HardeningPolicy(found.id(), found.profileId(), found.tailoring());
  }
}
