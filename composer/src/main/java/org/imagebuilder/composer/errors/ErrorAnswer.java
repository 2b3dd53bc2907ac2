package org.imagebuilder.composer.errors;

import java.util.Map;

/** A complete error answer: status, further headers, body. */
public record ErrorAnswer(int status, Map<String, String> headers, ErrorBody body) {
  public ErrorAnswer {
    headers = Map.copyOf(headers);
  }
}
