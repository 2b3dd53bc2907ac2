package org.imagebuilder.composer.listeners;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import org.imagebuilder.composer.errors.DoorException;
import org.imagebuilder.composer.limits.ByteBudget;

/**
 * The body of one request in memory, to be let go after use. What has come counts against a budget,
 * never what was announced; where the budget is used up the sender is not read from. A sender that
 * falls silent is not waited for.
 */
public final class IncomingBody {
  /** So much of each body is not worth counting. */
  private static final int UNCOUNTED = 16 * 1024;

  /** So much has to come within the time-out. */
  private static final int LEAST = 8 * 1024;

  private final Buffer bytes;
  private final ByteBudget.Share share;

  private IncomingBody(Buffer bytes, ByteBudget.Share share) {
    this.bytes = bytes;
    this.share = share;
  }

  public Buffer bytes() {
    return bytes;
  }

  /** Lets others have the memory. Calling it again does nothing. */
  public void letGo() {
    share.giveBack();
  }

  /** Reads a request to its end; fails with {@link DoorException}. */
  public static Future<IncomingBody> read(
      HttpServerRequest request, long limit, ByteBudget budget, Duration timeout) {
    if (announced(request) > limit) {
      return Future.failedFuture(DoorException.bodyTooLarge(limit));
    }
    Reading reading = new Reading(request, limit, budget.share(), timeout);
    reading.begin();
    return reading.body.future();
  }

  /** Whether the headers say that there is one. */
  static boolean isExpected(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null
        ? request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        : !length.equals("0");
  }

  private static long announced(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null ? 0 : Long.parseLong(length);
  }

  /** One body on its way; used on the request's context only. */
  private static final class Reading {
    private final HttpServerRequest request;
    private final long limit;
    private final ByteBudget.Share share;
    private final long timeout;
    private final Promise<IncomingBody> body = Promise.promise();
    private final Context context = Vertx.currentContext();
    private final Buffer bytes = Buffer.buffer();
    private int counted = UNCOUNTED;
    private int seen;
    private boolean held;
    private long timer;

    private Reading(
        HttpServerRequest request, long limit, ByteBudget.Share share, Duration timeout) {
      this.request = request;
      this.limit = limit;
      this.share = share;
      this.timeout = timeout.toMillis();
    }

    private void begin() {
      Expectation.meet(request);
      request.exceptionHandler(broken -> fail(DoorException.bodyBroken("the body broke off")));
      request.handler(this::append);
      request.endHandler(end -> complete());
      timer = context.owner().setPeriodic(timeout, id -> look());
      request.resume();
    }

    private void append(Buffer more) {
      if (body.future().isComplete()) {
        return;
      }
      if (bytes.length() + more.length() > limit) {
        fail(DoorException.bodyTooLarge(limit));
        return;
      }
      bytes.appendBuffer(more);
      if (bytes.length() > counted) {
        held = !share.take(bytes.length() - counted, this::goOn);
        counted = bytes.length();
        if (held) {
          request.pause();
        }
      }
    }

    /** May be called by anybody who gave bytes back. */
    private void goOn() {
      context.runOnContext(
          granted -> {
            held = false;
            request.resume();
          });
    }

    private void look() {
      if (!held && bytes.length() - seen < LEAST) {
        fail(DoorException.bodyBroken("the body did not come in time"));
      }
      seen = bytes.length();
    }

    private void complete() {
      if (body.tryComplete(new IncomingBody(bytes, share))) {
        context.owner().cancelTimer(timer);
      }
    }

    private void fail(DoorException cause) {
      if (body.tryFail(cause)) {
        context.owner().cancelTimer(timer);
        share.giveBack();
      }
    }
  }
}
