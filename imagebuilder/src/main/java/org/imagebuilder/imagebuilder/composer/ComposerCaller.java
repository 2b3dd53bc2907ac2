package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.imagebuilder.imagebuilder.tokens.Tokens;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * One call to composer: an answer is an answer, unless it tells of trouble of composer's own, and a
 * token that is not taken is replaced once.
 */
@Singleton
class ComposerCaller {
  private static final int SERVER_ERROR = 500;

  private final Tokens tokens;
  private final ObjectMapper json;

  ComposerCaller(@Identifier(ComposerTokens.NAME) Tokens tokens, ObjectMapper json) {
    this.tokens = tokens;
    this.json = json;
  }

  /** The answer as a tree. */
  <T> Uni<ComposerReply> reply(Supplier<Uni<RestResponse<T>>> call) {
    return reply(call, this::accepted, Function.identity());
  }

  /**
   * The answer by one function, or by the other if composer, or what stands before it, refused.
   * Fails if that is in trouble itself.
   */
  <T, R> Uni<R> reply(
      Supplier<Uni<RestResponse<T>>> call,
      Function<RestResponse<T>, R> accepted,
      Function<ComposerReply, R> refused) {
    return Uni.createFrom()
        .deferred(call::get)
        .onFailure(this::isForToken)
        .recoverWithUni(
            () -> {
              tokens.renew();
              return Uni.createFrom().deferred(call::get);
            })
        .map(accepted)
        .onFailure(ComposerCaller::isAnswer)
        .recoverWithUni(
            // Deferred, for what is thrown there is the failure and not one more of them.
            failure -> Uni.createFrom().item(() -> refused.apply(checked(refusal(failure)))));
  }

  private static ComposerReply checked(ComposerReply reply) {
    if (reply.status() >= SERVER_ERROR) {
      throw new ComposerFailed(reply);
    }
    return reply;
  }

  private boolean isForToken(Throwable failure) {
    if (!tokens.configured() || !(failure instanceof WebApplicationException refusal)) {
      return false;
    }
    int status = refusal.getResponse().getStatus();
    return status == 401 || status == 403;
  }

  private <T> ComposerReply accepted(RestResponse<T> response) {
    JsonNode body = json.valueToTree(response.getEntity());
    return new ComposerReply(response.getStatus(), body, body.toString());
  }

  private static boolean isAnswer(Throwable failure) {
    return failure instanceof WebApplicationException || failure instanceof JacksonException;
  }

  /** What was answered in place of what was asked for. */
  private ComposerReply refusal(Throwable failure) {
    if (!(failure instanceof WebApplicationException refusal)) {
      return unreadable(200);
    }
    int status = refusal.getResponse().getStatus();
    if (status < 400) {
      return unreadable(status);
    }
    String text = refusal.getResponse().readEntity(String.class);
    JsonNode body = MissingNode.getInstance();
    try {
      body = json.readTree(text == null ? "" : text);
    } catch (JsonProcessingException notJson) {
      // A proxy's page, perhaps: there is nothing to read in it, and the status says enough.
    }
    return new ComposerReply(status, body, text == null ? "" : text);
  }

  /** It said yes, and the rest cannot be read. */
  private static ComposerReply unreadable(int status) {
    return new ComposerReply(status, MissingNode.getInstance(), "");
  }
}
