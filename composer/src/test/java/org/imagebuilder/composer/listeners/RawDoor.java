package org.imagebuilder.composer.listeners;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** Speaks to a port byte by byte, as no well-behaved client would. */
public final class RawDoor {
  private static final int PATIENCE_MILLIS = 20_000;

  private RawDoor() {}

  /** All that is answered until the other side closes. */
  public static String say(int port, byte[]... parts) throws IOException {
    try (Socket socket = new Socket("localhost", port)) {
      return say(socket, parts);
    }
  }

  /** The same over a connection that there is. */
  static String say(Socket socket, byte[]... parts) throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    OutputStream out = socket.getOutputStream();
    try {
      for (byte[] part : parts) {
        out.write(part);
        out.flush();
      }
    } catch (SocketException hungUp) {
      // The answer may have come before.
    }
    return answer(socket);
  }

  public static byte[] bytes(String text) {
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
