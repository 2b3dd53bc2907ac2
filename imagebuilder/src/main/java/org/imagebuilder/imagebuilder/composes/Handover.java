package org.imagebuilder.imagebuilder.composes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.imagebuilder.imagebuilder.composer.ComposerGateway;
import org.imagebuilder.imagebuilder.composer.PostAnswer;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;
import org.jboss.logging.Logger;

/**
 * Hands kept requests to composer and writes down what came of it. Those of a batch go one by one
 * and in order: what is refused calls off what went before it.
 */
@Singleton
class Handover {
  private static final Logger LOG = Logger.getLogger(Handover.class);

  private final ComposeRequestStore requests;
  private final ComposerGateway composer;
  private final RequestWriter writer;
  private final ObjectMapper json;

  Handover(
      ComposeRequestStore requests,
      ComposerGateway composer,
      RequestWriter writer,
      ObjectMapper json) {
    this.requests = requests;
    this.composer = composer;
    this.writer = writer;
    this.json = json;
  }

  /** The first time, while the user waits: ends with composer's ids, or with the user's error. */
  Uni<List<UUID>> first(List<ComposeRequest> batch) {
    return inOrder(batch, this::post);
  }

  /**
   * Again, when an answer never came, and the rest of its batch. A refusal is known by then to
   * nobody but the log.
   */
  Uni<Void> again(ComposeRequest request) {
    return requests
        .waiting(request)
        .chain(batch -> inOrder(batch, this::post))
        .replaceWithVoid()
        .onFailure(ApiException.class)
        .recoverWithNull();
  }

  /** Calls off what composer has of a batch that was refused. */
  Uni<Void> callOff(ComposeRequest request) {
    UUID composeId = Objects.requireNonNull(request.composeId);
    return composer
        .cancel(composeId)
        .chain(
            answer ->
                switch (answer) {
                  case GONE -> requests.forget(request);
                  case STAYS -> {
                    LOG.warnf("A compose cannot be called off and is kept composeId=%s", composeId);
                    yield requests.keep(request);
                  }
                  case UNKNOWN -> Uni.createFrom().voidItem();
                });
  }

  private Uni<UUID> post(ComposeRequest request) {
    return composer
        .post(outgoing(request), request.id, request.organisation)
        .chain(answer -> told(request, answer));
  }

  private Uni<UUID> told(ComposeRequest request, PostAnswer answer) {
    return switch (answer) {
      case PostAnswer.Accepted accepted -> {
        LOG.infof("A compose was accepted composeId=%s", accepted.id());
        yield requests
            .accept(request, accepted.id(), writer.nextAttempt())
            .chain(wanted -> wanted ? item(accepted.id()) : unwanted(accepted.id()));
      }
      case PostAnswer.Refused refused -> {
        LOG.infof("Composer refused a compose reason=%s", refused.why().detail());
        yield requests
            .refuse(request, writer.nextAttempt())
            .chain(others -> inOrder(others, this::callOff))
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

  private static Uni<UUID> item(UUID id) {
    return Uni.createFrom().item(id);
  }

  // While this one was held up, somebody else saw its batch refused.
  private Uni<UUID> unwanted(UUID composeId) {
    return composer
        .cancel(composeId)
        .chain(() -> Uni.createFrom().failure(new ApiException(ErrorCode.COMPOSER_FAILED, "")));
  }

  private static <T> Uni<List<T>> inOrder(
      List<ComposeRequest> batch, Function<ComposeRequest, Uni<T>> step) {
    return Multi.createFrom()
        .iterable(batch)
        .onItem()
        .transformToUniAndConcatenate(step::apply)
        .collect()
        .asList();
  }

  private ObjectNode outgoing(ComposeRequest request) {
    try {
      return (ObjectNode) json.readTree(request.outgoing);
    } catch (JsonProcessingException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
