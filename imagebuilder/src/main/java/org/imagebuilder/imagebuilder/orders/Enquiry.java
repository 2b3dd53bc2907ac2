package org.imagebuilder.imagebuilder.orders;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.imagebuilder.imagebuilder.composer.ComposeOrder;
import org.imagebuilder.imagebuilder.composer.Found;
import org.imagebuilder.imagebuilder.identity.Identity;

/** Asks other services what an order needs to know: the only place that does. */
@ApplicationScoped
class Enquiry {
  private final Hardening hardening;

  Enquiry(Hardening hardening) {
    this.hardening = hardening;
  }

  /** All answers, or the first refusal. */
  Uni<Found> answers(ComposeOrder order, Identity caller) {
    return hardening.policy(order, caller).map(Found.NOTHING::with);
  }
}
