package org.imagebuilder.imagebuilder.contentsources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;
import org.imagebuilder.imagebuilder.neighbours.CallRules;
import org.imagebuilder.imagebuilder.neighbours.Calls;
import org.imagebuilder.imagebuilder.neighbours.Connections;
import org.imagebuilder.imagebuilder.neighbours.Replies;
import org.imagebuilder.imagebuilder.neighbours.Reply;

/**
 * Content sources over the wire. Everything here only reads, the two posts included, so all of it
 * may be asked again.
 */
@ApplicationScoped
class ContentSourcesCalls {
  private static final String KEY = "imagebuilder.content-sources";
  private static final CallRules READS =
      CallRules.within(Duration.ofSeconds(6)).madeAgain(1).leftAloneAfter(20).atOnce(50, 100);

  private final ContentSourcesClient client;
  private final Replies replies;
  private final Calls repositories;
  private final Calls snapshotsForDate;
  private final Calls template;
  private final Calls export;

  ContentSourcesCalls(Connections connections, ContentSourcesConfig config, Replies replies) {
    this.client = connections.to(KEY, config).build(ContentSourcesClient.class);
    this.replies = replies;
    this.repositories = connections.calls(KEY, config, "repositories", READS);
    this.snapshotsForDate = connections.calls(KEY, config, "snapshots", READS);
    this.template = connections.calls(KEY, config, "template", READS);
    this.export = connections.calls(KEY, config, "export", READS);
  }

  Uni<Reply> repositories(String identity, RepositoryQuery query, int limit, int offset) {
    return repositories.make(
        () ->
            replies.of(
                () ->
                    client.repositories(
                        identity, query.origins(), query.urls(), query.ids(), limit, offset)));
  }

  Uni<Reply> snapshotsForDate(String identity, ObjectNode question) {
    return snapshotsForDate.make(
        () -> replies.of(() -> client.snapshotsForDate(identity, question)));
  }

  Uni<Reply> template(String identity, UUID id) {
    return template.make(() -> replies.of(() -> client.template(identity, id)));
  }

  Uni<Reply> export(String identity, ObjectNode question) {
    return export.make(() -> replies.of(() -> client.export(identity, question)));
  }
}
