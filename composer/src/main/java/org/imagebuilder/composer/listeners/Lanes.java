package org.imagebuilder.composer.listeners;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import org.imagebuilder.composer.limits.InFlight;
import org.imagebuilder.composer.limits.LimitsConfig;

/**
 * How many requests are worked on at a time. Agents and clients have lanes of their own, and so
 * have those that wait for something: none of them can take another's place. What an agent brings
 * back is never turned away, for it may be the work of hours.
 */
@Singleton
final class Lanes {
  private static final Set<String> WAITING_CALLS =
      Set.of("/depsolve/blueprint", "/search/packages");

  private final InFlight clients;
  private final InFlight waitingClients;
  private final InFlight agents;
  private final InFlight waitingAgents;

  Lanes(LimitsConfig config) {
    this.clients = new InFlight(config.requests());
    this.waitingClients = new InFlight(config.waitingCalls());
    this.agents = new InFlight(config.requests());
    this.waitingAgents = new InFlight(config.waitingPolls());
  }

  /** False when the lane of this request is full; else the place is free again at its end. */
  boolean enter(RoutingContext request, ApiContract contract, String template) {
    Optional<InFlight> lane = lane(contract, request.request().method().name(), template);
    if (lane.isEmpty()) {
      return true;
    }
    if (!lane.get().enter()) {
      return false;
    }
    request.addEndHandler(end -> lane.get().leave());
    return true;
  }

  private Optional<InFlight> lane(ApiContract contract, String method, String template) {
    if (contract.isWorker()) {
      return switch (method) {
        case "PATCH", "PUT", "DELETE" -> Optional.empty();
        case "POST" -> Optional.of(template.equals("/jobs") ? waitingAgents : agents);
        default -> Optional.of(agents);
      };
    }
    return Optional.of(WAITING_CALLS.contains(template) ? waitingClients : clients);
  }
}
