package org.imagebuilder.agent.testing;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import org.imagebuilder.agent.contract.worker.model.ServiceError;
import org.jspecify.annotations.Nullable;

/** Writes what the fake composer answers. */
final class FakeAnswers {

  private FakeAnswers() {}

  static void error(HttpExchange exchange, String base, int status, int number) throws IOException {
    answer(
        exchange,
        status,
        new ServiceError()
            .href(base + "/errors/" + number)
            .id(Integer.toString(number))
            .kind("Error")
            .code("IMAGE-BUILDER-WORKER-" + number)
            .operationId("2q7FtWXrZ0bB5DqgkYw3nJt8hLc")
            .reason("as the test wants it")
            .message("as the test wants it"));
  }

  static void answer(HttpExchange exchange, int status, @Nullable Object body) throws IOException {
    if (body == null) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    byte[] json = ContractJson.bytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, json.length);
    exchange.getResponseBody().write(json);
  }
}
