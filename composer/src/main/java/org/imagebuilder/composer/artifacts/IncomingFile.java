package org.imagebuilder.composer.artifacts;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.imagebuilder.composer.artifacts.ArtifactException.Fault;
import org.imagebuilder.composer.artifacts.Turns.Turn;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on their way into a file. One block is being written while the next one gathers; when that
 * is full, too, the sender has to wait. All fields are touched on the stream's own context only,
 * except by the one block that is being written.
 */
final class IncomingFile {
  private static final int BLOCK = 512 * 1024;

  private final Vertx vertx;
  private final ReadStream<Buffer> bytes;
  private final UploadFile file;
  private final Promise<UploadFile> done = Promise.promise();

  /** What gathers; never longer than a block and one read. */
  private Buffer gathering = Buffer.buffer();

  /** Set while a block is on its way to the disk. */
  private boolean writing;

  /** How many bytes may still come. */
  private long expected;

  private boolean ended;
  private @Nullable ArtifactException failure;

  /** A paused stream. It tells only once that it broke, and that may be before anybody reads. */
  record Arriving(ReadStream<Buffer> stream, AtomicReference<@Nullable Throwable> broken) {
    static Arriving of(ReadStream<Buffer> stream) {
      AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
      stream.exceptionHandler(broken::set);
      return new Arriving(stream, broken);
    }
  }

  private IncomingFile(Vertx vertx, ReadStream<Buffer> bytes, UploadFile file, long expected) {
    this.vertx = vertx;
    this.bytes = bytes;
    this.file = file;
    this.expected = expected;
  }

  /**
   * Reads a paused stream to its end. The file is still open then; when the Future fails, it has
   * been closed.
   *
   * @param length what the stream has to bring; negative for as much as there is
   */
  static Future<UploadFile> receive(
      Vertx vertx, Callable<UploadFile> open, long length, Arriving bytes, Turn turn) {
    Context context = vertx.getOrCreateContext();
    return vertx
        .executeBlocking(open, false)
        .recover(e -> Future.failedFuture(beginning(e)))
        .compose(
            file -> {
              IncomingFile incoming = new IncomingFile(vertx, bytes.stream(), file, length);
              Future<UploadFile> read = incoming.read(bytes.broken().get());
              turn.whenStopped(() -> context.runOnContext(stop -> incoming.broken(overtaken())));
              return read;
            });
  }

  private static ArtifactException beginning(Throwable cause) {
    return cause instanceof ArtifactException known
        ? known
        : new ArtifactException(Fault.BEGINNING, cause);
  }

  private static Exception overtaken() {
    return new IOException("the sender began anew");
  }

  private Future<UploadFile> read(@Nullable Throwable early) {
    if (early != null) {
      broken(early);
      return done.future();
    }
    bytes.exceptionHandler(this::broken);
    bytes.handler(this::gather);
    bytes.endHandler(
        end -> {
          ended = true;
          if (expected > 0) {
            failure = new ArtifactException(Fault.LENGTH, null);
          }
          proceed();
        });
    bytes.resume();
    return done.future();
  }

  private void gather(Buffer more) {
    if (expected >= 0) {
      expected -= more.length();
      if (expected < 0) {
        failure = new ArtifactException(Fault.LENGTH, null);
      }
    }
    if (failure == null) {
      gathering.appendBuffer(more);
    }
    proceed();
  }

  private void broken(Throwable cause) {
    if (!ended && failure == null) {
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
              file.write(block.getBytes());
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

  private void finish() {
    writing = true;
    vertx
        .executeBlocking(
            () -> {
              file.sync();
              return file;
            },
            false)
        .onSuccess(done::complete)
        .onFailure(e -> discard(new ArtifactException(Fault.WRITING, e)));
  }

  private void discard(ArtifactException cause) {
    writing = true;
    if (!ended) {
      // What still comes is read and forgotten, or the sender would never hear the answer.
      bytes.handler(ignored -> {});
      bytes.resume();
    }
    vertx
        .<Void>executeBlocking(
            () -> {
              file.breakOff();
              return null;
            },
            false)
        .onComplete(gone -> done.fail(cause));
  }
}
