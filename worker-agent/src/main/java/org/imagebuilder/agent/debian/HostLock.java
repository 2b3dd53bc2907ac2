package org.imagebuilder.agent.debian;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Held by one thread of one process of this machine at a time; the file is only its name. */
final class HostLock implements AutoCloseable {

  /** File locks keep other processes out, these the threads of this one. */
  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final ReentrantLock thread;
  private final FileChannel channel;

  private HostLock(ReentrantLock thread, FileChannel channel) {
    this.thread = thread;
    this.channel = channel;
  }

  /** Waits for it as long as it takes. */
  static HostLock take(Path file) throws IOException, InterruptedException {
    Path name = file.toAbsolutePath().normalize();
    ReentrantLock thread = THREADS.computeIfAbsent(name, any -> new ReentrantLock());
    thread.lockInterruptibly();
    try {
      Files.createDirectories(name.resolveSibling("."));
      FileChannel channel =
          FileChannel.open(name, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        channel.lock();
      } catch (IOException e) {
        channel.close();
        throw e;
      }
      return new HostLock(thread, channel);
    } catch (IOException | RuntimeException e) {
      thread.unlock();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      thread.unlock();
    }
  }
}
