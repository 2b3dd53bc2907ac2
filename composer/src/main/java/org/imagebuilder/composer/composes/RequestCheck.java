package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.ValidationMessage;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.function.Supplier;
import org.imagebuilder.composer.errors.ErrorCode;

/** Lets a request pass only if it fits the contract, completed by the contract's defaults. */
@ApplicationScoped
public class RequestCheck {
  private static final String COMPOSE = "ComposeRequest";

  private final Lazy<Contract> contract;

  /** Checks against the contract as it is served. */
  @Inject
  public RequestCheck() {
    this(Contract::load);
  }

  RequestCheck(Contract contract) {
    this(() -> contract);
  }

  private RequestCheck(Supplier<Contract> contract) {
    this.contract = new Lazy<>(contract);
  }

  /** The same compose request with its defaults; what was given is not changed. */
  ObjectNode accepted(ObjectNode request) {
    return accepted(COMPOSE, request);
  }

  /** The same for a request of another schema of the contract. */
  public ObjectNode accepted(String schema, ObjectNode request) {
    Contract known = contract.get();
    Set<ValidationMessage> faults = known.faults(schema, request);
    if (!faults.isEmpty()) {
      throw ErrorCode.VALIDATION_FAILED.because(Complaint.about(faults));
    }
    ObjectNode complete = request.deepCopy();
    new Defaults(known).inject(schema, complete);
    return complete;
  }

  /** Reads the contract after the start, so that the first caller need not wait. */
  void warmUp(@Observes StartupEvent started) {
    Infrastructure.getDefaultWorkerPool().execute(contract::get);
  }
}
