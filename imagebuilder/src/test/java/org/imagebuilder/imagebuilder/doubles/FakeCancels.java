package org.imagebuilder.imagebuilder.doubles;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the stand-in does when it is to call a compose off. */
public final class FakeCancels {
  /** How it takes that. */
  public enum Manner {
    CALLS_OFF,
    /** It is of an age that knows no such path. */
    OLD,
    /** The image was ready before. */
    TOO_LATE,
    /** It hangs up. */
    SILENT
  }

  /** What is said of a compose that is not there. */
  static final String UNKNOWN =
      "{\"id\":\"15\",\"kind\":\"Error\",\"reason\":\"Compose with given id not found\"}";

  private static final String STATUS = "{\"status\":\"%s\",\"image_status\":{\"status\":\"%s\"}}";

  private final List<UUID> cancelled = new CopyOnWriteArrayList<>();
  private volatile Manner manner = Manner.CALLS_OFF;

  public void manner(Manner wanted) {
    manner = wanted;
  }

  /** What was called off, in order. */
  public List<UUID> cancelled() {
    return List.copyOf(cancelled);
  }

  void reset() {
    cancelled.clear();
    manner = Manner.CALLS_OFF;
  }

  void answer(HttpExchange exchange, UUID id, boolean known) throws IOException {
    switch (manner) {
      case OLD ->
          LocalServer.answer(
              exchange,
              404,
              "{\"id\":\"21\",\"kind\":\"Error\",\"reason\":\"Requested resource doesn't exist\"}");
      case TOO_LATE -> LocalServer.answer(exchange, 200, STATUS.formatted("success", "success"));
      case SILENT -> exchange.close();
      case CALLS_OFF -> {
        if (known) {
          cancelled.add(id);
          LocalServer.answer(exchange, 200, STATUS.formatted("failure", "failure"));
        } else {
          LocalServer.answer(exchange, 404, UNKNOWN);
        }
      }
    }
  }
}
