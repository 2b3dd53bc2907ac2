package org.imagebuilder.imagebuilder.errors;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/**
 * The documented error body, written by hand so that the edges below JSON mapping can use it too.
 */
public final class ErrorBody {
  private ErrorBody() {}

  /** One error: the title is the status as text, the detail comes first as clients have seen it. */
  public static String of(ApiException refusal) {
    return of(refusal.code().status(), refusal.detail());
  }

  public static String of(int status, String detail) {
    StringBuilder body = new StringBuilder("{\"errors\":[{\"detail\":\"");
    JsonStringEncoder.getInstance().quoteAsString(detail, body);
    return body.append("\",\"title\":\"").append(status).append("\"}]}\n").toString();
  }
}
