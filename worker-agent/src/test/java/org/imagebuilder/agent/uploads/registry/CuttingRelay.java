package org.imagebuilder.agent.uploads.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes bytes on to a port of this machine, and cuts the first connection that carries many. */
final class CuttingRelay implements AutoCloseable {

  private final ServerSocket server;
  private final int target;
  private final int most;
  private final AtomicInteger cuts;

  /**
   * @param most bytes to the server before a connection is cut
   * @param times how many are cut
   */
  CuttingRelay(int target, int most, int times) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.target = target;
    this.most = most;
    this.cuts = new AtomicInteger(times);
    Thread.ofVirtual().start(this::accept);
  }

  /** Host and port. */
  String name() {
    return "localhost:" + server.getLocalPort();
  }

  int cutsLeft() {
    return cuts.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Socket registry = new Socket(InetAddress.getLoopbackAddress(), target);
        Thread.ofVirtual().start(() -> pass(client, registry, true));
        Thread.ofVirtual().start(() -> pass(registry, client, false));
      } catch (IOException e) {
        // Closed, or nobody is behind it.
      }
    }
  }

  private void pass(Socket from, Socket to, boolean mayBeCut) {
    try (from;
        to) {
      InputStream input = from.getInputStream();
      OutputStream output = to.getOutputStream();
      byte[] buffer = new byte[1 << 13];
      long passed = 0;
      for (int n = input.read(buffer); n >= 0; n = input.read(buffer)) {
        output.write(buffer, 0, n);
        passed += n;
        if (mayBeCut && passed > most && cuts.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          return;
        }
      }
    } catch (IOException e) {
      // One of both has gone.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
