package org.imagebuilder.imagebuilder.orders;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.imagebuilder.imagebuilder.composer.ComposeOrder;
import org.imagebuilder.imagebuilder.composer.Found;
import org.imagebuilder.imagebuilder.identity.Identity;
import org.imagebuilder.imagebuilder.provisioning.ProvisioningGateway;

/** Asks other services what an order needs to know: the only place that does. */
@ApplicationScoped
class Enquiry {
  private final ContentEnquiry content;
  private final Hardening hardening;
  private final ProvisioningGateway provisioning;

  Enquiry(ContentEnquiry content, Hardening hardening, ProvisioningGateway provisioning) {
    this.content = content;
    this.hardening = hardening;
    this.provisioning = provisioning;
  }

  /** All answers, or the first refusal; who needs nothing is not kept waiting. */
  Uni<Found> answers(ComposeOrder order, Identity caller) {
    return content
        .answers(order, caller)
        .chain(found -> hardening.policy(order, caller).map(found::with))
        .chain(found -> accounts(order, caller).map(found::withAccounts));
  }

  private Uni<List<String>> accounts(ComposeOrder order, Identity caller) {
    return Multi.createFrom()
        .iterable(order.sources())
        .onItem()
        .transformToUniAndConcatenate(source -> provisioning.awsAccount(source, caller))
        .collect()
        .asList();
  }
}
