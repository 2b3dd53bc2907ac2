package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;
import org.imagebuilder.imagebuilder.neighbours.CallRules;
import org.imagebuilder.imagebuilder.neighbours.Calls;
import org.imagebuilder.imagebuilder.neighbours.Connections;

/**
 * Composer over the wire. An answer is an answer; what fails is a call that brought none, and one
 * that brought a server error, so that too many of them are seen. Reading and calling off are tried
 * again by themselves, posting is not.
 */
@ApplicationScoped
class ComposerCalls {
  private static final CallRules POSTS =
      CallRules.within(Duration.ofSeconds(15)).leftAloneAfter(10).atOnce(100, 200);
  private static final CallRules READS =
      CallRules.within(Duration.ofSeconds(5)).madeAgain(2).leftAloneAfter(20);
  private static final CallRules OTHERS = CallRules.within(Duration.ofSeconds(5)).madeAgain(1);

  private final ComposerClient composes;
  private final ComposerResultsClient results;
  private final ComposerServiceClient service;
  private final ComposerCaller caller;
  private final Calls post;
  private final Calls cancel;
  private final Calls status;
  private final Calls metadata;
  private final Calls contract;

  ComposerCalls(Connections connections, ComposerConfig config, ComposerCaller caller) {
    QuarkusRestClientBuilder way = connections.to(ComposerConfig.KEY, config);
    this.composes = way.build(ComposerClient.class);
    this.results = way.build(ComposerResultsClient.class);
    this.service = way.build(ComposerServiceClient.class);
    this.caller = caller;
    this.post = connections.calls(ComposerConfig.KEY, config, "post", POSTS);
    this.cancel = connections.calls(ComposerConfig.KEY, config, "cancel", OTHERS);
    this.status = connections.calls(ComposerConfig.KEY, config, "status", READS.atOnce(100, 200));
    this.metadata = connections.calls(ComposerConfig.KEY, config, "metadata", READS);
    this.contract =
        connections.calls(ComposerConfig.KEY, config, "contract", OTHERS.atOnce(10, 20));
  }

  Uni<ComposerReply> post(ObjectNode compose, String key, String fairShareKey) {
    return post.make(
        () -> caller.reply(() -> composes.postCompose(compose, key, fairShareKey, null, null)));
  }

  Uni<ComposerReply> cancel(UUID id) {
    return cancel.make(() -> caller.reply(() -> composes.postCancelCompose(id)));
  }

  Uni<ComposerReply> status(UUID id) {
    return status.make(() -> caller.reply(() -> composes.getComposeStatus(id)));
  }

  Uni<ComposerReply> metadata(UUID id) {
    return metadata.make(() -> caller.reply(() -> results.getComposeMetadata(id)));
  }

  Uni<ComposerReply> contract() {
    return contract.make(() -> caller.reply(() -> service.getOpenapi(null)));
  }
}
