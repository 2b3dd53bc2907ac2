package org.imagebuilder.agent.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A forward proxy: tunnels after CONNECT, passes on requests in absolute form, refuses all others.
 * It tells which it got.
 */
public final class TestProxy implements AutoCloseable {

  private static final String LOGIN = "Proxy-Authorization: ";
  private static final String REFUSAL =
      String.join(
          "\r\n",
          "HTTP/1.1 407 Proxy Authentication Required",
          "Proxy-Authenticate: Basic realm=\"proxy\"",
          "Content-Length: 0",
          "Connection: close",
          "",
          "");

  private final ServerSocket listener;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  private final Optional<String> wanted;
  private final AtomicInteger refusals = new AtomicInteger();

  private TestProxy(Optional<String> wanted) throws IOException {
    this.wanted = wanted;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::accept);
  }

  public static TestProxy start() throws IOException {
    return new TestProxy(Optional.empty());
  }

  /** It lets nobody else through. */
  public static TestProxy startFor(String user, String password) throws IOException {
    byte[] login = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new TestProxy(Optional.of("Basic " + Base64.getEncoder().encodeToString(login)));
  }

  public URI url() {
    return URI.create("http://localhost:" + listener.getLocalPort());
  }

  /** How many requests came without the login, or with a wrong one. */
  public int refusals() {
    return refusals.get();
  }

  /** Method and target of each request that it let through. */
  public List<String> requests() {
    return requests;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        open.add(client);
        Thread.startVirtualThread(() -> serve(client));
      }
    } catch (IOException closed) {
      // That is the end.
    }
  }

  private void serve(Socket client) {
    try (client) {
      String head = head(client.getInputStream());
      if (!isKnown(head)) {
        refusals.incrementAndGet();
        client.getOutputStream().write(ascii(REFUSAL));
        return;
      }
      String[] line = head.lines().findFirst().orElse("").split(" ", 3);
      requests.add(line[0] + " " + line[1]);
      if (line[0].equals("CONNECT")) {
        tunnel(client, URI.create("tcp://" + line[1]));
      } else if (line[1].startsWith("http://")) {
        forward(client, URI.create(line[1]), head);
      } else {
        client.getOutputStream().write(ascii("HTTP/1.1 400 Not for a proxy\r\n\r\n"));
      }
    } catch (IOException broken) {
      // One side went away.
    }
  }

  private boolean isKnown(String head) {
    return wanted.isEmpty()
        || head.lines()
            .anyMatch(
                line ->
                    line.regionMatches(true, 0, LOGIN, 0, LOGIN.length())
                        && line.substring(LOGIN.length()).equals(wanted.get()));
  }

  private void tunnel(Socket client, URI target) throws IOException {
    try (Socket server = connect(target)) {
      client.getOutputStream().write(ascii("HTTP/1.1 200 Connected\r\n\r\n"));
      join(client, server);
    }
  }

  /** One request per connection, so that each of them is seen. */
  private void forward(Socket client, URI target, String head) throws IOException {
    String path = target.toString().substring(("http://" + target.getAuthority()).length());
    String own =
        head.replaceFirst(" \\S+ ", " " + path.replace("$", "\\$") + " ")
            .replaceAll("(?mi)^(Proxy-\\w+|Connection):.*\r\n", "")
            .replaceFirst("\r\n", "\r\nConnection: close\r\n");
    try (Socket server = connect(target)) {
      server.getOutputStream().write(ascii(own));
      join(client, server);
    }
  }

  private Socket connect(URI target) throws IOException {
    Socket server = new Socket(target.getHost(), target.getPort());
    open.add(server);
    return server;
  }

  private static void join(Socket client, Socket server) throws IOException {
    Thread upwards = Thread.startVirtualThread(() -> copy(client, server));
    server.getInputStream().transferTo(client.getOutputStream());
    client.shutdownOutput();
    upwards.interrupt();
  }

  private static void copy(Socket from, Socket to) {
    try {
      InputStream input = from.getInputStream();
      OutputStream output = to.getOutputStream();
      byte[] buffer = new byte[8192];
      for (int n = input.read(buffer); n >= 0; n = input.read(buffer)) {
        output.write(buffer, 0, n);
      }
    } catch (IOException gone) {
      // One side went away.
    }
  }

  private static String head(InputStream input) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = input.read();
      if (next < 0) {
        throw new IOException("No whole request");
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
