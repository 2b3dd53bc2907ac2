package org.imagebuilder.imagebuilder.doubles;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** The tokens that the stand-in of composer gives out, numbers from 1, and which of them count. */
public final class FakeTokens {
  private final AtomicInteger given = new AtomicInteger();
  private volatile int trustedFrom;

  /** How many were given out. */
  public int given() {
    return given.get();
  }

  /** Those that were given out before count for nothing from now on. */
  public void distrust() {
    trustedFrom = given.get() + 1;
  }

  void give(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean known =
        form.contains("grant_type=client_credentials")
            && form.contains("client_id=me")
            && form.contains("client_secret=mine");
    String answer =
        "{\"access_token\":\"%d\",\"expires_in\":900}".formatted(given.incrementAndGet());
    LocalServer.answer(exchange, known ? 200 : 401, known ? answer : "{}");
  }

  boolean trusts(HttpExchange exchange) {
    String token = exchange.getRequestHeaders().getFirst("Authorization");
    return trustedFrom == 0
        || (token != null && Integer.parseInt(token.substring("Bearer ".length())) >= trustedFrom);
  }
}
