package org.imagebuilder.agent.tools;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Listens to what one process writes, so that it never waits for a full pipe. */
final class ToolStreams implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(ToolStreams.class);
  private static final long READERS_END_SECONDS = 10;

  private final Process process;
  private final String program;
  private final LogTail logTail = new LogTail();
  private final ByteArrayOutputStream captured = new ByteArrayOutputStream();
  private final AtomicReference<@Nullable RuntimeException> consumerFailure =
      new AtomicReference<>();
  private volatile boolean tooLong;
  private final List<Thread> readers;

  ToolStreams(Process process, ToolCommand command) {
    this.process = process;
    this.program = command.program();
    readers =
        List.of(
            reader("tool-stdout", () -> readOutput(command.output())),
            reader("tool-stderr", () -> readLines(process.getErrorStream(), command.logLines())));
  }

  List<String> logTail() {
    return logTail.lines();
  }

  /** Waits until everything is read; call it once the process tree has ended. */
  String output() throws InterruptedException, UnusableToolException {
    for (Thread reader : readers) {
      reader.join(TimeUnit.SECONDS.toMillis(READERS_END_SECONDS));
    }
    RuntimeException failure = consumerFailure.get();
    if (failure != null) {
      throw failure;
    }
    if (tooLong) {
      throw new UnusableToolException(program + " wrote more than can be kept", logTail.lines());
    }
    return captured.toString(StandardCharsets.UTF_8);
  }

  private void readOutput(ToolOutput output) {
    InputStream stream = process.getInputStream();
    switch (output) {
      case ToolOutput.Captured(int maxBytes) -> capture(stream, maxBytes);
      case ToolOutput.ToFile(Path file) -> {}
      case ToolOutput.Lines(Consumer<String> consumer) -> readLines(stream, consumer);
      case ToolOutput.FileAndDescriptor3(Path file, Consumer<String> consumer) ->
          new LineReader(guarded(consumer)).readAll(stream);
    }
  }

  private void capture(InputStream stream, int maxBytes) {
    byte[] buffer = new byte[8192];
    try {
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        if (captured.size() + n > maxBytes) {
          tooLong = true;
        } else {
          captured.write(buffer, 0, n);
        }
      }
    } catch (IOException e) {
      LOG.debug("The output of a tool was closed while it was read", e);
    }
  }

  private void readLines(InputStream stream, Consumer<String> consumer) {
    Consumer<String> guarded = guarded(consumer);
    new LineReader(
            line -> {
              logTail.add(line);
              guarded.accept(line);
            })
        .readAll(stream);
  }

  /** A consumer that fails must not stop the reading, or the tool would hang on a full pipe. */
  private Consumer<String> guarded(Consumer<String> consumer) {
    return line -> {
      if (consumerFailure.get() == null) {
        try {
          consumer.accept(line);
        } catch (RuntimeException e) {
          consumerFailure.compareAndSet(null, e);
        }
      }
    };
  }

  private static Thread reader(String name, Runnable reading) {
    // Platform threads: a read from a pipe would hold on to a carrier for as long as the tool runs.
    return Thread.ofPlatform().name(name).daemon(true).start(reading);
  }

  @Override
  public void close() {
    try (InputStream output = process.getInputStream();
        InputStream error = process.getErrorStream()) {
      LOG.tracef("Closing the streams of %s: %s, %s", program, output, error);
    } catch (IOException e) {
      LOG.debug("The streams of a tool could not be closed", e);
    }
  }
}
