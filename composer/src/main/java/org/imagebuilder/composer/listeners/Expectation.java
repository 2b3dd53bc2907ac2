package org.imagebuilder.composer.listeners;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * A caller that asks before it sends its body ({@code Expect: 100-continue}): it is told to go on
 * when somebody is about to read, and never where it is refused.
 */
public final class Expectation {
  private static final String CONTINUE = "100-continue";

  private Expectation() {}

  /** Lets the body come. */
  public static void meet(HttpServerRequest request) {
    if (isUnmet(request)) {
      // So that nobody says it twice.
      request.headers().remove(HttpHeaders.EXPECT);
      request.response().writeContinue();
    }
  }

  /**
   * Ends the connection with the answer where the body will not come, or be taken for a request.
   */
  public static void giveUp(HttpServerRequest request) {
    if (isUnmet(request)) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
  }

  /** Whether the caller still waits for a word. */
  public static boolean isUnmet(HttpServerRequest request) {
    String expected = request.getHeader(HttpHeaders.EXPECT);
    return expected != null && expected.strip().equalsIgnoreCase(CONTINUE);
  }
}
