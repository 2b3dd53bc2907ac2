package org.imagebuilder.composer.errors;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer to a caller that has to authenticate first, in the form that both APIs share. */
public final class Challenge {
  private static final int STATUS = 401;
  private static final int PARTS = 4;

  private final String base;
  private final String service;
  private final String version;

  private Challenge(String base, String service, String version) {
    this.base = base;
    this.service = service;
    this.version = version;
  }

  /** Of an API below this path; a path of fewer than three parts is told as the other one. */
  public static Challenge below(String servedBase, String contractBase) {
    List<String> parts = List.of(servedBase.split("/", -1));
    if (parts.size() < PARTS) {
      parts = List.of(contractBase.split("/", -1));
    }
    return new Challenge(
        String.join("/", parts.subList(0, PARTS)), parts.get(2), parts.get(PARTS - 1));
  }

  /** The answer; only the worker API repeats the reason as a message. */
  public ErrorAnswer answer(String reason, String operationId, @Nullable String message) {
    return new ErrorAnswer(
        STATUS,
        Map.of("WWW-Authenticate", "Bearer realm=\"" + service + "/" + version + "\""),
        new ErrorBody(
            base + "/errors/" + STATUS,
            Integer.toString(STATUS),
            "Error",
            service.toUpperCase(Locale.ROOT) + "-" + STATUS,
            operationId,
            reason,
            null,
            message));
  }
}
