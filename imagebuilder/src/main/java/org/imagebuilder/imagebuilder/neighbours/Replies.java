package org.imagebuilder.imagebuilder.neighbours;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Turns calls of REST clients into replies. */
@Singleton
public class Replies {
  private static final int SERVER_ERROR = 500;

  private final ObjectMapper json;

  public Replies(ObjectMapper json) {
    this.json = json;
  }

  /**
   * The reply, whatever its status; only a call that brought none fails, or one that brought a
   * server error, so that retries and circuit breakers see it.
   */
  public Uni<Reply> of(Supplier<Uni<RestResponse<String>>> call) {
    return Uni.createFrom()
        .deferred(call::get)
        .map(response -> reply(response.getStatus(), response.getEntity()))
        .onFailure(WebApplicationException.class)
        .recoverWithItem(failure -> refused((WebApplicationException) failure))
        .invoke(
            reply -> {
              if (reply.status() >= SERVER_ERROR) {
                throw new NeighbourFailed(reply);
              }
            });
  }

  private Reply refused(WebApplicationException failure) {
    int status = failure.getResponse().getStatus();
    return reply(status, failure.getResponse().readEntity(String.class));
  }

  private Reply reply(int status, @Nullable String body) {
    String text = body == null ? "" : body;
    JsonNode tree = MissingNode.getInstance();
    try {
      tree = json.readTree(text);
    } catch (JsonProcessingException notJson) {
      // A proxy's page, perhaps, or a text that was asked for: whoever reads it knows.
    }
    return new Reply(status, tree, text);
  }
}
