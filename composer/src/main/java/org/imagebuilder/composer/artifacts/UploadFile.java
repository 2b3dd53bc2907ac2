package org.imagebuilder.composer.artifacts;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The open file that an upload is written to. One that may be continued outlives a sender that
 * breaks off; while it is open, no other process can write to it. Everything here blocks.
 */
final class UploadFile implements AutoCloseable {
  private static final int BLOCK = 1 << 20;

  private final Path path;
  private final FileChannel channel;
  private final boolean continuable;
  private final MessageDigest digest = newDigest();
  private long size;

  private UploadFile(Path path, FileChannel channel, boolean continuable) {
    this.path = path;
    this.channel = channel;
    this.continuable = continuable;
  }

  /** An empty file of nobody else's. */
  static UploadFile once(Path path) throws IOException {
    return new UploadFile(path, FileChannel.open(path, StandardOpenOption.WRITE), false);
  }

  /** Opens what is there at the end, or empties it, as the part wants. */
  static UploadFile continued(Path path, Part part) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    UploadFile file = new UploadFile(path, channel, true);
    try {
      file.goTo(part.first());
      return file;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void goTo(long first) throws IOException {
    // Another replica that still writes holds it. It is let go with the channel.
    if (!isLocked() || !Files.exists(path)) {
      throw ArtifactException.elsewhere(channel.size());
    }
    if (first == 0) {
      channel.truncate(0);
    } else if (first != channel.size()) {
      throw ArtifactException.elsewhere(channel.size());
    } else {
      digestWhatIsThere();
    }
  }

  private boolean isLocked() throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException ownProcess) {
      return false;
    }
  }

  private void digestWhatIsThere() throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    channel.position(0);
    while (channel.read(block) >= 0) {
      block.flip();
      size += block.remaining();
      digest.update(block);
      block.clear();
    }
  }

  Path path() {
    return path;
  }

  /** How many bytes it has. */
  long size() {
    return size;
  }

  void write(byte[] block) throws IOException {
    digest.update(block);
    ByteBuffer rest = ByteBuffer.wrap(block);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
    size += block.length;
  }

  /** Makes it survive a loss of power. */
  void sync() throws IOException {
    channel.force(true);
  }

  /** Of all bytes; to be asked for once. */
  String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The sender broke off: what came stays only where it can be continued. */
  void breakOff() throws IOException {
    try (channel) {
      if (continuable) {
        channel.force(true);
      } else {
        Files.deleteIfExists(path);
      }
    }
  }

  /** Lets go of what nobody wants. */
  void remove() throws IOException {
    try (channel) {
      Files.deleteIfExists(path);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
