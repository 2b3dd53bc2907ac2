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
    StringBuilder body = new StringBuilder("{\"errors\":[");
    error(body, Integer.toString(status), detail);
    return body.append("]}\n").toString();
  }

  /** One error for each rule that is broken, with the rule as title. */
  static String of(RulesException refusal) {
    StringBuilder body = new StringBuilder("{\"errors\":[");
    for (RulesException.Broken each : refusal.broken()) {
      error(body, each.rule().title(), each.detail());
      body.append(',');
    }
    body.setLength(body.length() - 1);
    return body.append("]}\n").toString();
  }

  private static void error(StringBuilder body, String title, String detail) {
    body.append("{\"detail\":\"");
    JsonStringEncoder.getInstance().quoteAsString(detail, body);
    body.append("\",\"title\":\"").append(title).append("\"}");
  }
}
