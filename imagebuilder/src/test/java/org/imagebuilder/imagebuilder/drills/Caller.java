package org.imagebuilder.imagebuilder.drills;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection that is kept as long as the server wants. Libraries send some requests
 * again by themselves when a connection breaks, which would hide what is looked for here: this one
 * never does. It connects anew only where the server has said or shown before the request that the
 * old connection is over.
 */
final class Caller implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;
  private static final int GLANCE_MILLIS = 1;

  private final URI origin;
  private final String headers;
  private @Nullable Socket socket;
  private InputStream in = InputStream.nullInputStream();

  Caller(URI origin, String headers) {
    this.origin = origin;
    this.headers = headers;
  }

  /** What came back. */
  record Answer(int status, String body) {
    @Override
    public String toString() {
      return status + " " + body;
    }
  }

  Answer send(String method, String path, String body) throws IOException {
    Socket connection = connection();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "%s %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n"
            .formatted(method, path, origin.getAuthority(), headers, bytes.length);
    byte[] all = (head + body).getBytes(StandardCharsets.UTF_8);
    connection.getOutputStream().write(all);
    return answer();
  }

  private Socket connection() throws IOException {
    if (socket != null && !isOver(socket)) {
      return socket;
    }
    close();
    Socket fresh = new Socket(origin.getHost(), origin.getPort());
    fresh.setTcpNoDelay(true);
    fresh.setSoTimeout(PATIENCE_MILLIS);
    socket = fresh;
    in = new BufferedInputStream(fresh.getInputStream());
    return fresh;
  }

  /** Whether the server has closed it. */
  private boolean isOver(Socket connection) throws IOException {
    connection.setSoTimeout(GLANCE_MILLIS);
    try {
      return in.read() < 0;
    } catch (SocketTimeoutException open) {
      return false;
    } finally {
      connection.setSoTimeout(PATIENCE_MILLIS);
    }
  }

  private Answer answer() throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    int length = 0;
    boolean last = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).strip());
      } else if (lower.startsWith("transfer-encoding:")) {
        throw new IOException("answers in chunks are not expected: " + header);
      } else if (lower.startsWith("connection:")) {
        last = lower.contains("close");
      }
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("the connection ended within an answer");
    }
    if (last) {
      close();
    }
    return new Answer(status, new String(body, StandardCharsets.UTF_8));
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended before an answer");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
      socket = null;
    }
  }
}
