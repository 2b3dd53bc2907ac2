package org.imagebuilder.agent.uploads.koji;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.imagebuilder.agent.http.HttpAnswer;
import org.imagebuilder.agent.http.HttpBody;
import org.imagebuilder.agent.http.HttpCall;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpRetry;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A session with a hub. Calls have numbers that rise; a call that is sent again under its old
 * number is never done twice, which makes it safe to send any call again. Not for two threads at
 * once.
 */
public final class KojiSession implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(KojiSession.class);
  private static final String GENERATOR = "osbuild";
  private static final int FAILED = 3;
  private static final int IMPORTS_AGAIN = 10;
  private static final int LONGEST_ANSWER = 8 << 20;
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Duration SILENCE = Duration.ofMinutes(1);

  /** The hub reads all files of a build before it answers. */
  private static final Duration IMPORT_SILENCE = Duration.ofMinutes(15);

  private static final Duration FAREWELL = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final int ATTEMPTS = 5;

  private final KojiServer server;
  private final KojiLogin.Session session;
  private final HttpCaller http;
  private final HttpRetry retry;
  private final Duration pause;
  private final AtomicLong number = new AtomicLong();

  KojiSession(KojiServer server, KojiLogin.Session session, HttpCaller http, Duration pause) {
    this.server = server;
    this.session = session;
    this.http = http;
    this.pause = pause;
    this.retry =
        new HttpRetry(
            ATTEMPTS,
            server.relaxed(pause),
            server.relaxed(LONGEST_PAUSE),
            HttpAnswer::mayWorkLater);
  }

  /**
   * A build that waits for its files.
   *
   * @param token secret; the hub wants to see it when the build is imported or given up
   */
  public record Reservation(long buildId, String token) {
    /** Without the token. */
    @Override
    public String toString() {
      return "Reservation[" + buildId + "]";
    }
  }

  public Reservation reserve(String name, String version, String release)
      throws KojiException, InterruptedException {
    try {
      Map<String, Object> build = Map.of("name", name, "version", version, "release", release);
      Object answer = call("CGInitBuild", List.of(GENERATOR, build), SILENCE).orElse("");
      if (answer instanceof Map<?, ?> members
          && members.get("build_id") instanceof Long id
          && members.get("token") instanceof String token) {
        return new Reservation(id, token);
      }
      throw new KojiException(server.host() + " gave no build id and token");
    } catch (KojiException e) {
      throw e.doneBefore()
          ? new KojiException(
              "%s has reserved %s-%s-%s, but its answer was lost: cancel that build there, or use another release"
                  .formatted(server.host(), name, version, release))
          : e;
    }
  }

  /** Hands the metadata of a build over, whose files are in that directory already. */
  public void importBuild(String metadata, String directory, Reservation reservation)
      throws KojiException, InterruptedException {
    for (int left = IMPORTS_AGAIN; ; left--) {
      try {
        secretly(
            "CGImport", List.of(metadata, directory, reservation.token()), reservation.token());
        return;
      } catch (KojiException e) {
        if (left == 0 || !e.corrupted()) {
          throw e;
        }
        LOG.warnf("The hub does not see all files yet, server=%s", server.host());
        Thread.sleep(pause);
      }
    }
  }

  /** Marks a build as failed that was reserved and will not come. */
  public void giveUp(Reservation reservation) throws KojiException, InterruptedException {
    secretly(
        "CGRefundBuild",
        List.of(GENERATOR, reservation.buildId(), reservation.token(), FAILED),
        reservation.token());
  }

  /** Sends a file in pieces. */
  KojiFile upload(Path file, String directory, String name, LongConsumer sent)
      throws KojiException, IOException, InterruptedException {
    return new KojiPieces(this, directory, name).send(file, sent);
  }

  /** A piece may be sent again under a new number: it comes to lie where it was. */
  Optional<Object> post(String query, HttpBody piece) throws KojiException, InterruptedException {
    URI uri = URI.create(server.hub() + "?" + query);
    return send(
        retry,
        () ->
            request(uri, "application/octet-stream", piece, number.getAndIncrement())
                .timeouts(server.relaxed(CONNECT), server.relaxed(SILENCE)));
  }

  /** The hub would end the session by itself some day. */
  @Override
  public void close() {
    if (Thread.currentThread().isInterrupted()) {
      return;
    }
    try {
      HttpBody body = HttpBody.text(XmlRpc.call("logout", List.of()));
      send(
          HttpRetry.never(),
          () -> rpc(body, number.getAndIncrement()).timeouts(FAREWELL, FAREWELL));
    } catch (KojiException e) {
      LOG.warnf("A session stays, server=%s, reason=%s", server.host(), e.said().orElse(""));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One that was done before counts as done. */
  private void secretly(String method, List<? extends @Nullable Object> parameters, String secret)
      throws KojiException, InterruptedException {
    try {
      call(method, parameters, IMPORT_SILENCE);
    } catch (KojiException e) {
      if (!e.doneBefore()) {
        throw e.without(secret);
      }
    }
  }

  private Optional<Object> call(
      String method, List<? extends @Nullable Object> parameters, Duration silence)
      throws KojiException, InterruptedException {
    HttpBody body = HttpBody.text(written(method, parameters));
    long same = number.getAndIncrement();
    return send(
        retry, () -> rpc(body, same).timeouts(server.relaxed(CONNECT), server.relaxed(silence)));
  }

  private static String written(String method, List<? extends @Nullable Object> parameters)
      throws KojiException {
    try {
      return XmlRpc.call(method, parameters);
    } catch (IllegalArgumentException e) {
      throw new KojiException(method + " cannot be sent", String.valueOf(e.getMessage()));
    }
  }

  private HttpCall rpc(HttpBody body, long call) {
    return request(server.hub(), "text/xml", body, call);
  }

  private HttpCall request(URI uri, String type, HttpBody body, long call) {
    return HttpCall.of("POST", uri)
        .headers(
            Map.of(
                "Content-Type", type,
                "Koji-Session-Id", session.id(),
                "Koji-Session-Key", session.key(),
                "Koji-Callnum", Long.toString(call)))
        .body(body)
        .longestAnswer(LONGEST_ANSWER);
  }

  private Optional<Object> send(HttpRetry attempts, HttpCaller.Attempt<RuntimeException> attempt)
      throws KojiException, InterruptedException {
    try {
      HttpAnswer answer = http.send(attempts, attempt);
      if (!answer.ok()) {
        throw new KojiException("%s answered with %d".formatted(server.host(), answer.status()));
      }
      return XmlRpc.answer(answer.body());
    } catch (IOException e) {
      throw new KojiException(
          "%s cannot be reached, or broke the connection".formatted(server.host()),
          String.valueOf(e.getMessage()));
    } catch (KojiException e) {
      throw e.without(session.key());
    }
  }
}
