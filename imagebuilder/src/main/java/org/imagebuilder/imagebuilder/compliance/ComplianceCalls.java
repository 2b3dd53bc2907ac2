package org.imagebuilder.imagebuilder.compliance;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.imagebuilder.imagebuilder.neighbours.Connections;
import org.imagebuilder.imagebuilder.neighbours.Replies;
import org.imagebuilder.imagebuilder.neighbours.Reply;

/** The compliance service over the wire. Reading is tried again by itself, creating is not. */
@ApplicationScoped
@Timeout(value = 5, unit = ChronoUnit.SECONDS)
@CircuitBreaker(requestVolumeThreshold = 20, failureRatio = 0.6, delay = 3000)
@Bulkhead(value = 50, waitingTaskQueue = 100)
class ComplianceCalls {
  private static final String MINOR = "os_minor_version";

  private final ComplianceClient client;
  private final Replies replies;

  ComplianceCalls(Connections connections, ComplianceConfig config, Replies replies) {
    this.client = connections.to("imagebuilder.compliance", config).build(ComplianceClient.class);
    this.replies = replies;
  }

  @Retry(maxRetries = 1, delay = 100, jitter = 50)
  Uni<Reply> policy(String identity, UUID policy) {
    return replies.of(() -> client.policy(identity, policy));
  }

  @Retry(maxRetries = 1, delay = 100, jitter = 50)
  Uni<Reply> tailorings(String identity, UUID policy, int minor) {
    return replies.of(() -> client.tailorings(identity, policy, MINOR + "=" + minor));
  }

  Uni<Reply> createTailoring(String identity, UUID policy, int minor) {
    ObjectNode tailoring = JsonNodeFactory.instance.objectNode().put(MINOR, minor);
    return replies.of(() -> client.createTailoring(identity, policy, tailoring));
  }

  @Retry(maxRetries = 1, delay = 100, jitter = 50)
  Uni<Reply> tailoringFile(String identity, UUID policy, int minor) {
    return replies.of(() -> client.tailoringFile(identity, policy, minor));
  }

  @Retry(maxRetries = 1, delay = 100, jitter = 50)
  Uni<Reply> blueprint(String identity, UUID policy, int minor) {
    return replies.of(() -> client.blueprint(identity, policy, minor));
  }
}
