package org.imagebuilder.composer.artifacts;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import org.imagebuilder.composer.artifacts.ArtifactException.Fault;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on their way to the disk. One block is being written while the next one gathers; when that
 * is full, too, the sender has to wait. All fields are touched on the stream's own context only,
 * except by the one block that is being written.
 */
final class IncomingFile {
  private static final int BLOCK = 512 * 1024;

  private final Vertx vertx;
  private final ReadStream<Buffer> bytes;
  private final Path file;
  private final FileChannel channel;
  private final MessageDigest digest;
  private final Promise<Received> done = Promise.promise();

  /** What gathers; never longer than a block and one read. */
  private Buffer gathering = Buffer.buffer();

  /** Set while a block is on its way to the disk. */
  private boolean writing;

  private boolean ended;
  private @Nullable ArtifactException failure;
  private long size;

  /** A file that is complete and synced, but has no name yet. */
  record Received(Path file, long size, String sha256) {}

  private IncomingFile(Vertx vertx, ReadStream<Buffer> bytes, Path file) throws IOException {
    this.vertx = vertx;
    this.bytes = bytes;
    this.file = file;
    this.channel = FileChannel.open(file, StandardOpenOption.WRITE);
    this.digest = sha256();
  }

  /** Reads a paused stream to its end. */
  static Future<Received> receive(Vertx vertx, ArtifactFiles files, ReadStream<Buffer> bytes) {
    // A stream tells only once that it broke, and that may be before the file is there.
    AtomicReference<@Nullable Throwable> early = new AtomicReference<>();
    bytes.exceptionHandler(early::set);
    return vertx
        .executeBlocking(() -> new IncomingFile(vertx, bytes, files.newIncoming()), false)
        .recover(e -> Future.failedFuture(new ArtifactException(Fault.BEGINNING, e)))
        .compose(file -> file.read(early.get()));
  }

  private Future<Received> read(@Nullable Throwable early) {
    if (early != null) {
      broken(early);
      return done.future();
    }
    bytes.exceptionHandler(this::broken);
    bytes.handler(this::gather);
    bytes.endHandler(
        end -> {
          ended = true;
          proceed();
        });
    bytes.resume();
    return done.future();
  }

  private void gather(Buffer more) {
    gathering.appendBuffer(more);
    proceed();
  }

  private void broken(Throwable cause) {
    if (!ended) {
      failure = new ArtifactException(Fault.READING, cause);
      proceed();
    }
  }

  /** Does the next thing that can be done; called whenever something has changed. */
  private void proceed() {
    if (writing || done.future().isComplete()) {
      if (gathering.length() >= BLOCK) {
        bytes.pause();
      }
    } else if (failure != null) {
      discard(failure);
    } else if (gathering.length() >= BLOCK || (ended && gathering.length() > 0)) {
      writeBlock();
    } else if (ended) {
      finish();
    }
  }

  private void writeBlock() {
    Buffer block = gathering;
    gathering = Buffer.buffer();
    writing = true;
    bytes.resume();
    vertx
        .<Void>executeBlocking(
            () -> {
              write(block.getBytes());
              return null;
            },
            false)
        .onComplete(
            written -> {
              writing = false;
              if (written.failed()) {
                failure = new ArtifactException(Fault.WRITING, written.cause());
              }
              proceed();
            });
  }

  private void write(byte[] block) throws IOException {
    digest.update(block);
    size += block.length;
    ByteBuffer rest = ByteBuffer.wrap(block);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  private void finish() {
    writing = true;
    vertx
        .executeBlocking(
            () -> {
              try (channel) {
                channel.force(true);
              }
              return new Received(file, size, HexFormat.of().formatHex(digest.digest()));
            },
            false)
        .onSuccess(done::complete)
        .onFailure(e -> discard(new ArtifactException(Fault.WRITING, e)));
  }

  private void discard(ArtifactException cause) {
    writing = true;
    // What still comes is read and forgotten, or the sender would never hear the answer.
    bytes.handler(ignored -> {});
    bytes.resume();
    vertx
        .<Void>executeBlocking(
            () -> {
              try (channel) {
                Files.deleteIfExists(file);
              }
              return null;
            },
            false)
        .onComplete(gone -> done.fail(cause));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
