package org.imagebuilder.imagebuilder.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Indents the answer for people who ask with {@code ?pretty}. */
public class PrettyAnswers {
  private final ObjectMapper json;

  PrettyAnswers(ObjectMapper json) {
    this.json = json;
  }

  @ServerResponseFilter
  public void indent(ContainerRequestContext request, ContainerResponseContext response)
      throws JsonProcessingException {
    if (!request.getUriInfo().getQueryParameters().containsKey("pretty") || !response.hasEntity()) {
      return;
    }
    Object tree =
        response.getEntity() instanceof String text
            ? json.readTree(text)
            : json.valueToTree(response.getEntity());
    response.setEntity(json.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n");
  }
}
