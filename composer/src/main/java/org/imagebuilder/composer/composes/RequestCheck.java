package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.ValidationMessage;
import java.util.Set;
import org.imagebuilder.composer.errors.ErrorCode;

/**
 * Lets a compose request pass only if it fits the contract, completed by the contract's defaults.
 */
final class RequestCheck {
  private static final String SCHEMA = "ComposeRequest";

  private final Contract contract;
  private final Defaults defaults;

  RequestCheck(Contract contract) {
    this.contract = contract;
    this.defaults = new Defaults(contract);
  }

  /** The same request with its defaults; what was given is not changed. */
  ObjectNode accepted(ObjectNode request) {
    Set<ValidationMessage> faults = contract.faults(SCHEMA, request);
    if (!faults.isEmpty()) {
      throw ErrorCode.VALIDATION_FAILED.because(Complaint.about(faults));
    }
    ObjectNode complete = request.deepCopy();
    defaults.inject(SCHEMA, complete);
    return complete;
  }
}
