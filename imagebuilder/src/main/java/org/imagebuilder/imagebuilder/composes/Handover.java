package org.imagebuilder.imagebuilder.composes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.imagebuilder.imagebuilder.composer.ComposerGateway;
import org.imagebuilder.imagebuilder.composer.PostAnswer;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;
import org.jboss.logging.Logger;

/** Hands a kept request to composer and writes down what came of it. */
@Singleton
class Handover {
  private static final Logger LOG = Logger.getLogger(Handover.class);

  private final ComposeRequestStore requests;
  private final ComposerGateway composer;
  private final ObjectMapper json;

  Handover(ComposeRequestStore requests, ComposerGateway composer, ObjectMapper json) {
    this.requests = requests;
    this.composer = composer;
    this.json = json;
  }

  /** The first time, while the user waits: ends with composer's id, or with the user's error. */
  Uni<UUID> first(ComposeRequest request) {
    return post(request).chain(answer -> told(request, answer));
  }

  /** Again, when the first answer never came. A refusal is known by then to nobody but the log. */
  Uni<Void> again(ComposeRequest request) {
    return post(request)
        .chain(answer -> told(request, answer).replaceWithVoid().onFailure().recoverWithNull());
  }

  private Uni<PostAnswer> post(ComposeRequest request) {
    return composer.post(outgoing(request), request.id, request.organisation);
  }

  private Uni<UUID> told(ComposeRequest request, PostAnswer answer) {
    return switch (answer) {
      case PostAnswer.Accepted accepted -> {
        LOG.infof("A compose was accepted composeId=%s", accepted.id());
        yield requests.accept(request.id, accepted.id()).replaceWith(accepted.id());
      }
      case PostAnswer.Refused refused -> {
        LOG.infof("Composer refused a compose reason=%s", refused.why().detail());
        yield requests
            .forget(request.id)
            .chain(() -> Uni.createFrom().<UUID>failure(refused.why()));
      }
      case PostAnswer.Unknown unknown -> {
        LOG.warnf(
            "What became of a compose is not known yet requestId=%s reason=%s",
            request.id, unknown.reason());
        yield Uni.createFrom().failure(new ApiException(ErrorCode.COMPOSER_FAILED, ""));
      }
    };
  }

  private ObjectNode outgoing(ComposeRequest request) {
    try {
      return (ObjectNode) json.readTree(request.outgoing);
    } catch (JsonProcessingException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
