package org.imagebuilder.composer.doors;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.net.http.HttpHeaders;

/** What came back. */
record Reply(int status, HttpHeaders headers, Buffer body) {
  boolean isRefusal() {
    return status >= 400;
  }

  String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  String text() {
    return body.toString();
  }

  JsonNode json() {
    return ServedContracts.json(body.getBytes());
  }

  String text(String member) {
    return json().path(member).asText();
  }
}
