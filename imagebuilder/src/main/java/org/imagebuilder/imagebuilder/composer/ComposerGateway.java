package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.UUID;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Composer in our words: takes composes, tells their state, and whether it is there at all. */
@ApplicationScoped
public class ComposerGateway {
  private static final Logger LOG = Logger.getLogger(ComposerGateway.class);

  private final ComposerCalls calls;

  ComposerGateway(ComposerCalls calls) {
    this.calls = calls;
  }

  /** Sends a compose on. Never fails: what is not known is an answer too. */
  public Uni<PostAnswer> post(ObjectNode compose, UUID key, String organisation) {
    return ComposerFailed.orReply(
            calls.post(compose, key.toString(), FairShareKey.of(organisation)))
        .map(PostMapper::answer)
        .onFailure()
        .recoverWithItem(ComposerGateway::withoutAnswer);
  }

  /** Calls a compose off. Never fails: what is not known is an answer too. */
  public Uni<CancelAnswer> cancel(UUID id) {
    return ComposerFailed.orReply(calls.cancel(id))
        .map(PostMapper::cancelled)
        .onFailure()
        .recoverWithItem(
            failure -> {
              LOG.warnf("Composer did not answer to a cancel composeId=%s reason=%s", id, failure);
              return CancelAnswer.UNKNOWN;
            });
  }

  /** Whether the same compose may be posted again under its key and will not be built twice. */
  public Uni<Boolean> knowsKeys() {
    return ComposerFailed.orReply(calls.contract()).map(reply -> declaresKeys(reply.body()));
  }

  /** The state of a compose's image in the public contract's form. */
  public Uni<ObjectNode> imageStatus(UUID id) {
    return ComposerFailed.orReply(calls.status(id))
        .onFailure()
        .transform(
            failure -> {
              LOG.warnf("Composer's status did not come composeId=%s reason=%s", id, failure);
              return new ApiException(ErrorCode.STATUS_UNREACHABLE);
            })
        .map(StatusMapper::imageStatus);
  }

  /** What is in a compose's image, in the public contract's form. */
  public Uni<ObjectNode> metadata(UUID id) {
    return ComposerFailed.orReply(calls.metadata(id))
        .onFailure()
        .transform(
            failure -> {
              LOG.warnf("Composer's metadata did not come composeId=%s reason=%s", id, failure);
              return new ApiException(ErrorCode.METADATA_REFUSED);
            })
        .map(MetadataMapper::metadata);
  }

  /** Ends well if composer answers as it should. */
  public Uni<Void> checkReady() {
    return ComposerFailed.orReply(calls.contract())
        .onFailure()
        .transform(
            failure -> {
              LOG.warnf("Composer is not there reason=%s", failure);
              return new ApiException(ErrorCode.INTERNAL);
            })
        .invoke(
            reply -> {
              if (reply.status() != 200) {
                throw new ApiException(ErrorCode.COMPOSER_NOT_READY, reply.text());
              }
            })
        .replaceWithVoid();
  }

  private static PostAnswer withoutAnswer(Throwable failure) {
    LOG.warnf("Composer did not answer to a compose reason=%s", failure);
    if (neverLeft(failure)) {
      return new PostAnswer.Refused(new ApiException(ErrorCode.COMPOSER_FAILED, ""));
    }
    return new PostAnswer.Unknown(String.valueOf(failure.getMessage()));
  }

  private static boolean neverLeft(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException
          || cause instanceof UnknownHostException
          || cause instanceof CircuitBreakerOpenException
          || cause instanceof BulkheadException) {
        return true;
      }
    }
    return false;
  }

  private static boolean declaresKeys(JsonNode contract) {
    JsonNode post = contract.path("paths").path("/compose").path("post");
    for (JsonNode parameter : post.path("parameters")) {
      JsonNode resolved =
          parameter.has("$ref")
              ? contract.at(parameter.path("$ref").asText().substring(1))
              : parameter;
      if (resolved.path("name").asText().equals("Idempotency-Key")) {
        return true;
      }
    }
    return false;
  }
}
