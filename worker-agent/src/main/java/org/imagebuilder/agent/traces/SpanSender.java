package org.imagebuilder.agent.traces;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings ended spans to the collector, some at a time, on a thread of its own. Nobody ever waits
 * for it: what does not fit, or does not arrive, is dropped and counted.
 */
final class SpanSender implements Consumer<EndedSpan>, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(SpanSender.class);
  private static final long LAST_WORDS_MILLIS = 2_000;
  private static final int MOST_OF_AN_ANSWER = 1 << 16;

  private final TracesConfig config;
  private final String scope;
  private final BlockingQueue<EndedSpan> waiting;
  private final LongAdder sent = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final Thread thread;

  private volatile boolean closing;

  /** Whether the last call failed; only the first failure of a row is told. */
  private boolean failing;

  SpanSender(TracesConfig config, String scope) {
    this.config = config;
    this.scope = scope;
    this.waiting = new ArrayBlockingQueue<>(config.room());
    this.thread = Thread.ofPlatform().name("traces").daemon(true).start(this::run);
  }

  @Override
  public void accept(EndedSpan span) {
    if (!waiting.offer(span)) {
      dropped.increment();
    }
  }

  /** How many the collector took. */
  long sent() {
    return sent.sum();
  }

  /** How many nobody will see. */
  long dropped() {
    return dropped.sum();
  }

  /** Sends what is there, if that does not take long. */
  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join(LAST_WORDS_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<EndedSpan> batch = new ArrayList<>();
    while (!closing || !waiting.isEmpty()) {
      gather(batch);
      if (!batch.isEmpty()) {
        send(batch);
        batch.clear();
      }
    }
  }

  /** Waits for a first span, then for others until it has waited long enough. */
  private void gather(List<EndedSpan> batch) {
    try {
      EndedSpan next = closing ? waiting.poll() : waiting.take();
      long until = System.nanoTime() + config.delay().toNanos();
      while (next != null) {
        batch.add(next);
        waiting.drainTo(batch, config.batch() - batch.size());
        next =
            batch.size() < config.batch() && !closing
                ? waiting.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS)
                : null;
      }
    } catch (InterruptedException closed) {
      // It is time to send what there is.
      waiting.drainTo(batch, config.batch() - batch.size());
    }
  }

  private void send(List<EndedSpan> batch) {
    try {
      int status = post(OtlpJson.of(config.resource(), scope, batch));
      if (status / 100 == 2) {
        sent.add(batch.size());
        failing = false;
      } else {
        lost(batch.size(), "the collector answered " + status, null);
      }
    } catch (IOException | RuntimeException e) {
      lost(batch.size(), e.toString(), e instanceof RuntimeException ? e : null);
    }
  }

  private void lost(int spans, String reason, @Nullable Throwable mistake) {
    dropped.add(spans);
    if (!failing) {
      failing = true;
      LOG.warnf(mistake, "Traces do not arrive and are dropped, reason=%s", reason);
    }
  }

  private int post(byte[] body) throws IOException {
    int millis = Math.toIntExact(config.patience().toMillis());
    HttpURLConnection call = (HttpURLConnection) config.endpoint().toURL().openConnection();
    call.setConnectTimeout(millis);
    call.setReadTimeout(millis);
    call.setInstanceFollowRedirects(false);
    call.setRequestMethod("POST");
    call.setDoOutput(true);
    config.headers().forEach(call::setRequestProperty);
    call.setRequestProperty("Content-Type", "application/json");
    call.setFixedLengthStreamingMode(body.length);
    call.getOutputStream().write(body);
    int status = call.getResponseCode();
    // A connection whose answer was read serves again.
    try (InputStream answer = status < 400 ? call.getInputStream() : call.getErrorStream()) {
      if (answer != null) {
        answer.readNBytes(MOST_OF_AN_ANSWER);
      }
    }
    return status;
  }
}
