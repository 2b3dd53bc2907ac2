package org.imagebuilder.loadtest.figures;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One kept-alive HTTP/1.1 connection for one thread. A client library would cost more of the
 * machine than the server does, and the figures would be the library's.
 */
public final class Connection implements AutoCloseable {
  private static final int LONGEST_LINE = 16 * 1024;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final String host;
  private final String headers;

  /** Without any header beyond the necessary ones. */
  public Connection(URI origin) throws IOException {
    this(origin, "");
  }

  /** With these header lines in each request, each ended by CR and LF. */
  public Connection(URI origin, String headers) throws IOException {
    this.headers = headers;
    this.socket = new Socket(origin.getHost(), origin.getPort());
    this.socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream(), LONGEST_LINE);
    this.out = socket.getOutputStream();
    this.host = origin.getAuthority();
  }

  /** What came back; the body is empty where there was none. */
  public record Answer(int status, String body) {
    /** The first text member of this name. */
    public String member(String name) {
      String mark = "\"" + name + "\":\"";
      int begin = body.indexOf(mark);
      if (begin < 0) {
        throw new IllegalStateException("no member " + name + " in " + status + " " + body);
      }
      return body.substring(begin + mark.length(), body.indexOf('"', begin + mark.length()));
    }
  }

  public Answer get(String path) throws IOException {
    return send("GET", path, "");
  }

  public Answer send(String method, String path, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head = method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers;
    if (bytes.length > 0) {
      head += "Content-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n";
    }
    byte[] first = (head + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = new byte[first.length + bytes.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(bytes, 0, all, first.length, bytes.length);
    out.write(all);
    return answer();
  }

  private Answer answer() throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    int length = 0;
    boolean chunked = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).strip());
      } else if (lower.startsWith("transfer-encoding:")) {
        chunked = lower.endsWith("chunked");
      }
    }
    byte[] body = chunked ? chunks() : in.readNBytes(length);
    return new Answer(status, new String(body, StandardCharsets.UTF_8));
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
      all.write(in.readNBytes(size));
      line();
    }
    line();
    return all.toByteArray();
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 || line.length() > LONGEST_LINE) {
        throw new EOFException("the server closed the connection");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
