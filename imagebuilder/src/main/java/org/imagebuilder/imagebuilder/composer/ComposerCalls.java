package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Composer over the wire. An answer is an answer, whatever its status; only a call that brought
 * none fails. Reading is tried again by itself, posting is not.
 */
@ApplicationScoped
class ComposerCalls {
  private final ComposerClient composes;
  private final ComposerServiceClient service;
  private final Tokens tokens;
  private final ObjectMapper json;

  ComposerCalls(
      @RestClient ComposerClient composes,
      @RestClient ComposerServiceClient service,
      Tokens tokens,
      ObjectMapper json) {
    this.composes = composes;
    this.service = service;
    this.tokens = tokens;
    this.json = json;
  }

  @Timeout(value = 15, unit = ChronoUnit.SECONDS)
  @CircuitBreaker(requestVolumeThreshold = 10, failureRatio = 0.6, delay = 3000)
  Uni<ComposerReply> post(ObjectNode compose, String key, String fairShareKey) {
    return answer(() -> composes.postCompose(compose, key, fairShareKey, null, null));
  }

  @Timeout(value = 5, unit = ChronoUnit.SECONDS)
  @Retry(maxRetries = 2, delay = 100, jitter = 50)
  @CircuitBreaker(requestVolumeThreshold = 20, failureRatio = 0.6, delay = 3000)
  Uni<ComposerReply> status(UUID id) {
    return answer(() -> composes.getComposeStatus(id));
  }

  @Timeout(value = 5, unit = ChronoUnit.SECONDS)
  @Retry(maxRetries = 1, delay = 100, jitter = 50)
  Uni<ComposerReply> contract() {
    return answer(() -> service.getOpenapi(null));
  }

  private <T> Uni<ComposerReply> answer(Supplier<Uni<RestResponse<T>>> call) {
    return once(call)
        .chain(
            reply -> {
              boolean refused = reply.status() == 401 || reply.status() == 403;
              if (!refused || !tokens.configured()) {
                return Uni.createFrom().item(reply);
              }
              tokens.renew();
              return once(call);
            });
  }

  private <T> Uni<ComposerReply> once(Supplier<Uni<RestResponse<T>>> call) {
    return Uni.createFrom()
        .deferred(call::get)
        .map(this::reply)
        .onFailure(WebApplicationException.class)
        .recoverWithItem(failure -> refusal((WebApplicationException) failure));
  }

  private <T> ComposerReply reply(RestResponse<T> response) {
    JsonNode body = json.valueToTree(response.getEntity());
    return new ComposerReply(response.getStatus(), body, body.toString());
  }

  private ComposerReply refusal(WebApplicationException failure) {
    int status = failure.getResponse().getStatus();
    if (status < 400) {
      // It said yes, and the rest cannot be read.
      return new ComposerReply(status, MissingNode.getInstance(), "");
    }
    String text = failure.getResponse().readEntity(String.class);
    JsonNode body = MissingNode.getInstance();
    try {
      body = json.readTree(text == null ? "" : text);
    } catch (JsonProcessingException notJson) {
      // A proxy's page, perhaps: there is nothing to read in it, and the status says enough.
    }
    return new ComposerReply(status, body, text == null ? "" : text);
  }
}
