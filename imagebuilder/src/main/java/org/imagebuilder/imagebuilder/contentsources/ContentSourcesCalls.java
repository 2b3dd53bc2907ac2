package org.imagebuilder.imagebuilder.contentsources;

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

/**
 * Content sources over the wire. Everything here only reads, the two posts included, so all of it
 * may be asked again.
 */
@ApplicationScoped
@Timeout(value = 6, unit = ChronoUnit.SECONDS)
@Retry(maxRetries = 1, delay = 100, jitter = 50)
@CircuitBreaker(requestVolumeThreshold = 20, failureRatio = 0.6, delay = 3000)
@Bulkhead(value = 50, waitingTaskQueue = 100)
class ContentSourcesCalls {
  private final ContentSourcesClient client;
  private final Replies replies;

  ContentSourcesCalls(Connections connections, ContentSourcesConfig config, Replies replies) {
    this.client =
        connections.to("imagebuilder.content-sources", config).build(ContentSourcesClient.class);
    this.replies = replies;
  }

  Uni<Reply> repositories(String identity, RepositoryQuery query, int limit, int offset) {
    return replies.of(
        () ->
            client.repositories(
                identity, query.origins(), query.urls(), query.ids(), limit, offset));
  }

  Uni<Reply> snapshotsForDate(String identity, ObjectNode question) {
    return replies.of(() -> client.snapshotsForDate(identity, question));
  }

  Uni<Reply> template(String identity, UUID id) {
    return replies.of(() -> client.template(identity, id));
  }

  Uni<Reply> export(String identity, ObjectNode question) {
    return replies.of(() -> client.export(identity, question));
  }
}
