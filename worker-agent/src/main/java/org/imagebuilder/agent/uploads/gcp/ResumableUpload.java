package org.imagebuilder.agent.uploads.gcp;

import java.io.IOException;
import java.net.URI;
import java.util.Random;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.Backoff;
import org.imagebuilder.agent.http.HttpAnswer;
import org.imagebuilder.agent.http.HttpBody;
import org.imagebuilder.agent.http.HttpCall;
import org.imagebuilder.agent.http.HttpRetry;
import org.imagebuilder.agent.uploads.CloudCaller;
import org.jboss.logging.Logger;

/**
 * A file on its way into Cloud Storage, chunk by chunk; after a failure Google is asked how far it
 * came. The URL of the session is a secret, too: whoever has it may write.
 */
final class ResumableUpload {

  private static final Logger LOG = Logger.getLogger(ResumableUpload.class);
  private static final int INCOMPLETE = 308;
  private static final Pattern RANGE = Pattern.compile("bytes=0-(\\d+)");

  private final GcpGateway google;
  private final URI session;
  private final HttpBody.Piece file;
  private final long chunk;
  private final LongConsumer progress;

  private final Backoff backoff;

  /** Bytes that Google has, as far as is known. */
  private long offset;

  /** False after a failure: Google may have more of them. */
  private boolean sure = true;

  private long furthest;

  /** Since the last byte that arrived. */
  private int failures;

  ResumableUpload(
      GcpGateway google, URI session, HttpBody.Piece file, long chunk, LongConsumer progress) {
    this.google = google;
    this.session = session;
    this.file = file;
    this.chunk = chunk;
    this.progress = progress;
    HttpRetry retry = google.caller().retry();
    this.backoff = new Backoff(retry.first(), retry.longest(), new Random());
  }

  /** The first answer that is not about further bytes: the object, or a refusal. */
  HttpAnswer run(GcpGateway.Aim aim) throws JobErrorException, InterruptedException {
    while (true) {
      try {
        HttpAnswer answer = google.once(sure ? nextChunk() : question());
        if (answer.status() == INCOMPLETE) {
          advance(aim, answer);
        } else if (answer.mayWorkLater()) {
          failed("status " + answer.status(), () -> google.refusal(aim, answer));
        } else {
          return answer;
        }
      } catch (IOException e) {
        failed(e.toString(), () -> CloudCaller.unreachable(aim.code(), session, e));
      }
    }
  }

  private void advance(GcpGateway.Aim aim, HttpAnswer answer)
      throws JobErrorException, InterruptedException {
    long arrived = received(answer);
    if (arrived > file.length()) {
      throw JobErrorException.of(
          aim.code(),
          "Google says that more arrived than there is: %d bytes of %d"
              .formatted(arrived, file.length()));
    }
    offset = arrived;
    progress.accept(offset);
    // What was lost and sent again is no progress, or it might go on so for ever.
    if (offset > furthest) {
      furthest = offset;
      failures = 0;
      backoff.reset();
    } else if (sure) {
      failed("nothing was kept", () -> google.refusal(aim, answer));
    }
    sure = true;
  }

  private void failed(String why, Supplier<JobErrorException> last)
      throws JobErrorException, InterruptedException {
    failures++;
    if (failures >= google.caller().retry().attempts()) {
      throw last.get();
    }
    LOG.warnf("An upload will be resumed, failures=%d, bytes=%d, reason=%s", failures, offset, why);
    sure = false;
    backoff.pause();
  }

  /** Google keeps what it has for a week otherwise. */
  void cancel() {
    CloudCaller.clean(
        "an unfinished upload to Cloud Storage",
        () -> {
          try {
            google.once(HttpCall.of("DELETE", session));
          } catch (IOException e) {
            LOG.warnf("An unfinished upload stays in Cloud Storage, reason=%s", e);
          }
        });
  }

  private HttpCall nextChunk() {
    long length = Math.min(chunk, file.length() - offset);
    long start = offset;
    return HttpCall.of("PUT", session)
        .header(
            "Content-Range", "bytes %d-%d/%d".formatted(start, start + length - 1, file.length()))
        .body(new HttpBody.Piece(file.file(), file.offset() + start, length))
        .sent(bytes -> progress.accept(start + bytes));
  }

  private HttpCall question() {
    return HttpCall.of("PUT", session)
        .header("Content-Range", "bytes */" + file.length())
        .body(HttpBody.nothing());
  }

  private static long received(HttpAnswer answer) {
    Matcher range = RANGE.matcher(answer.header("range").orElse(""));
    return range.matches() ? Long.parseLong(range.group(1)) + 1 : 0;
  }
}
