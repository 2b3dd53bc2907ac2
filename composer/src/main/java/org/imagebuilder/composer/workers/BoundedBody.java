package org.imagebuilder.composer.workers;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The body of one request in memory, within the budget of the process; to be let go after use. */
final class BoundedBody {
  private final Buffer bytes;
  private final ByteBudget.Share share;

  private BoundedBody(Buffer bytes, ByteBudget.Share share) {
    this.bytes = bytes;
    this.share = share;
  }

  byte[] bytes() {
    return bytes.getBytes();
  }

  void letGo() {
    share.giveBack();
  }

  /** Reads a paused request as soon as there is memory for its body. */
  static Future<BoundedBody> read(HttpServerRequest request, long limit, ByteBudget budget) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    long expected = length == null ? limit : Long.parseLong(length);
    if (expected > limit) {
      if (!Expectation.isUnmet(request)) {
        // What comes all the same is read past, or the sender would not hear the answer.
        request.resume();
      }
      return Future.failedFuture(tooLarge(limit));
    }
    Reading reading = new Reading(request, limit);
    Context context = Vertx.currentContext();
    reading.share(budget.ask(expected, () -> context.runOnContext(granted -> reading.begin())));
    return reading.body.future();
  }

  private static WorkerException tooLarge(long limit) {
    return WorkerErrorCode.BODY_TOO_LARGE.because("at most " + limit + " bytes are accepted here");
  }

  /** One body on its way; used on the request's context only. */
  private static final class Reading {
    private final HttpServerRequest request;
    private final long limit;
    private final Promise<BoundedBody> body = Promise.promise();
    private final AtomicReference<ByteBudget.@Nullable Share> share = new AtomicReference<>();
    private @Nullable Buffer bytes = Buffer.buffer();

    private Reading(HttpServerRequest request, long limit) {
      this.request = request;
      this.limit = limit;
      // Whatever went wrong between here and the sender: no body came that could be read.
      request.exceptionHandler(broken -> fail(WorkerErrorCode.BODY_DECODING_ERROR.asException()));
    }

    private void share(ByteBudget.Share asked) {
      share.set(asked);
    }

    private void begin() {
      if (body.future().isComplete()) {
        return;
      }
      Expectation.meet(request);
      request.handler(this::append);
      request.endHandler(
          end -> {
            Buffer all = bytes;
            if (all != null) {
              body.tryComplete(new BoundedBody(all, Objects.requireNonNull(share.get())));
            }
          });
      request.resume();
    }

    private void append(Buffer more) {
      if (bytes == null) {
        return;
      }
      if (bytes.length() + more.length() > limit) {
        fail(tooLarge(limit));
      } else {
        bytes.appendBuffer(more);
      }
    }

    private void fail(Throwable cause) {
      if (body.tryFail(cause)) {
        bytes = null;
        ByteBudget.Share asked = share.get();
        if (asked != null) {
          asked.giveBack();
        }
      }
    }
  }
}
