package org.imagebuilder.agent.composer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import org.imagebuilder.agent.traces.TraceContext;

/** What a server answered. */
final class Reply {

  private final int status;
  private final Optional<String> location;
  private final Optional<TraceContext> trace;
  private final byte[] body;

  Reply(int status, Optional<String> location, byte[] body) {
    this(status, location, Optional.empty(), body);
  }

  Reply(int status, Optional<String> location, Optional<TraceContext> trace, byte[] body) {
    this.status = status;
    this.location = location;
    this.trace = trace;
    this.body = body;
  }

  int status() {
    return status;
  }

  /** Where a redirect leads. */
  Optional<String> location() {
    return location;
  }

  /** What the answer belongs to. */
  Optional<TraceContext> trace() {
    return trace;
  }

  boolean ok() {
    return status / 100 == 2;
  }

  <T> T as(Class<T> type) throws IOException {
    T value = WireJson.MAPPER.readValue(body, type);
    if (value == null) {
      throw new IOException("null");
    }
    return value;
  }

  /** The body as a tree; empty when it is not JSON. */
  Optional<JsonNode> tree() {
    try {
      return Optional.ofNullable(WireJson.MAPPER.readTree(body));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Without the body, which may hold secrets. */
  @Override
  public String toString() {
    return "Reply[" + status + "]";
  }
}
