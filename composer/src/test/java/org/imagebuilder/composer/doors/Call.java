package org.imagebuilder.composer.doors;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.imagebuilder.composer.contracts.Operation;

/**
 * A request for an operation as it goes over the wire, whether the operation likes it or not.
 *
 * @param path below the origin, encoded
 * @param headers names and values in turn
 */
record Call(Operation operation, String method, String path, List<String> headers, Buffer body) {
  static final String JSON = "application/json";

  private static final int SHOWN = 2000;

  /** A call of the operation as it should be, without a body. */
  static Call of(Operation operation, String path) {
    return new Call(
        operation, operation.method().toUpperCase(Locale.ROOT), path, List.of(), Buffer.buffer());
  }

  Call withMethod(String other) {
    return new Call(operation, other, path, headers, body);
  }

  Call withHeader(String name, String value) {
    List<String> more = new ArrayList<>(headers);
    more.add(name);
    more.add(value);
    return new Call(operation, method, path, more, body);
  }

  Call withBody(Buffer other) {
    return new Call(operation, method, path, headers, other);
  }

  Call withJson(String text) {
    return withHeader("Content-Type", JSON).withBody(Buffer.buffer(text));
  }

  @Override
  public String toString() {
    String text = body.toString();
    String shown =
        text.length() > SHOWN ? text.substring(0, SHOWN) + "… (" + body.length() + ")" : text;
    return method + " " + path + " " + headers + " " + shown;
  }
}
