package org.imagebuilder.composer.listeners;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** Speaks to a port byte by byte, as no well-behaved client would. */
final class RawDoor {
  private static final int PATIENCE_MILLIS = 20_000;

  private RawDoor() {}

  /** All that is answered until the other side closes. */
  static String say(int port, byte[]... parts) throws IOException {
    try (Socket socket = new Socket("localhost", port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      OutputStream out = socket.getOutputStream();
      for (byte[] part : parts) {
        out.write(part);
        out.flush();
      }
      return answer(socket);
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String answer(Socket socket) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(all);
    } catch (SocketException reset) {
      // What came before it counts.
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }
}
