package org.imagebuilder.imagebuilder.drills;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * What a cluster puts before replicas: each new connection goes to one that is ready in turn, and
 * stays there whatever becomes of it. It knows nothing of HTTP and tries nothing twice.
 */
final class Service implements AutoCloseable {
  private static final int BACKLOG = 200;

  private final List<Replica> replicas;
  private final Function<Replica, URI> door;
  private final ServerSocket entrance;
  private final AtomicInteger turn = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Service(List<Replica> replicas, Function<Replica, URI> door) {
    this.replicas = replicas;
    this.door = door;
    try {
      this.entrance = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    threads.execute(this::letIn);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + entrance.getLocalPort());
  }

  private void letIn() {
    try {
      while (true) {
        Socket caller = entrance.accept();
        open.add(caller);
        threads.execute(() -> connect(caller));
      }
    } catch (IOException closed) {
      // The end of the drill.
    }
  }

  private void connect(Socket caller) {
    List<Replica> ready = replicas.stream().filter(Replica::isReady).toList();
    if (ready.isEmpty()) {
      shut(caller);
      return;
    }
    URI to = door.apply(ready.get(Math.floorMod(turn.getAndIncrement(), ready.size())));
    try {
      Socket replica = new Socket(to.getHost(), to.getPort());
      open.add(replica);
      caller.setTcpNoDelay(true);
      replica.setTcpNoDelay(true);
      threads.execute(() -> pass(replica, caller));
      pass(caller, replica);
    } catch (IOException refused) {
      shut(caller);
    }
  }

  /** Both connections end when one side has closed its own: no caller here does so halfway. */
  private void pass(Socket from, Socket to) {
    try (InputStream in = from.getInputStream()) {
      in.transferTo(to.getOutputStream());
    } catch (IOException gone) {
      // Whoever is left is told by the end of its connection.
    }
    shut(from);
    shut(to);
  }

  private void shut(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    try {
      entrance.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    open.forEach(this::shut);
    threads.shutdownNow();
    threads.close();
  }
}
