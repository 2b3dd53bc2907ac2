package org.imagebuilder.imagebuilder.provisioning;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.imagebuilder.imagebuilder.neighbours.Connections;
import org.imagebuilder.imagebuilder.neighbours.Replies;
import org.imagebuilder.imagebuilder.neighbours.Reply;

/** Provisioning over the wire; it is only read, so it may be asked again. */
@ApplicationScoped
class ProvisioningCalls {
  private final ProvisioningClient client;
  private final Replies replies;

  ProvisioningCalls(Connections connections, ProvisioningConfig config, Replies replies) {
    this.client =
        connections.to("imagebuilder.provisioning", config).build(ProvisioningClient.class);
    this.replies = replies;
  }

  @Timeout(value = 5, unit = ChronoUnit.SECONDS)
  @Retry(maxRetries = 1, delay = 100, jitter = 50)
  @CircuitBreaker(requestVolumeThreshold = 20, failureRatio = 0.6, delay = 3000)
  @Bulkhead(value = 50, waitingTaskQueue = 100)
  Uni<Reply> uploadInfo(String identity, String source) {
    return replies.of(() -> client.uploadInfo(identity, source));
  }
}
