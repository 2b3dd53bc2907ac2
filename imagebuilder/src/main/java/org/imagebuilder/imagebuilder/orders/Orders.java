package org.imagebuilder.imagebuilder.orders;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.imagebuilder.imagebuilder.composer.ComposeOrder;
import org.imagebuilder.imagebuilder.composer.ComposerMapper;
import org.imagebuilder.imagebuilder.identity.Identity;

/** Makes orders of requests. */
@ApplicationScoped
public class Orders {
  private final ComposeRules rules;
  private final ComposerMapper mapper;
  private final Enquiry enquiry;

  Orders(ComposeRules rules, ComposerMapper mapper, Enquiry enquiry) {
    this.rules = rules;
    this.mapper = mapper;
    this.enquiry = enquiry;
  }

  /**
   * The order for a request with one image, complete: nobody has to be asked any more. Fails with
   * the first refusal; what is wrong with the request itself is told before anybody is asked.
   */
  public Uni<ComposeOrder> prepare(ObjectNode request, Identity caller) {
    return Uni.createFrom()
        .item(() -> rules.order(request, caller))
        .invoke(mapper::check)
        .chain(order -> enquiry.answers(order, caller).map(order::with));
  }
}
