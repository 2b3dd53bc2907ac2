package org.imagebuilder.agent.composer;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.imagebuilder.agent.http.Backoff;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The token that calls to composer carry. It is fetched once for all threads, renewed before it
 * ends, and given up when composer does not take it. A token server in trouble is left alone for a
 * while; meanwhile everybody hears of its last failure.
 */
final class AccessTokens {

  private static final Logger LOG = Logger.getLogger(AccessTokens.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final int LONGEST_ANSWER = 1 << 20;

  /** Whatever a server says: times further away cannot even be written down. */
  private static final Duration LONGEST_LIFE = Duration.ofDays(365);

  /** Parts of its life after which a token is renewed, the last of them left to chance. */
  private static final double RENEWED_AFTER = 0.75;

  private static final double CHANCE = 0.15;

  private final ComposerSettings.Authentication settings;
  private final Wire wire;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Backoff backoff;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Token current;
  // Both guarded by the lock.
  private Instant quietUntil = Instant.MIN;
  private ComposerException.@Nullable Away lastFailure;

  AccessTokens(
      ComposerSettings.Authentication settings,
      Wire wire,
      InstantSource clock,
      RandomGenerator random) {
    this.settings = settings;
    this.wire = wire;
    this.clock = clock;
    this.random = random;
    this.backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, random);
  }

  /** A token that should be good; fetches one where there is none. */
  String get() throws ComposerException, InterruptedException {
    Token token = current;
    if (token != null && clock.instant().isBefore(token.renewAt())) {
      return token.value();
    }
    lock.lockInterruptibly();
    try {
      return renewed();
    } finally {
      lock.unlock();
    }
  }

  /** A token in place of one that composer did not take; another thread may have got it already. */
  String getInsteadOf(String refused) throws ComposerException, InterruptedException {
    lock.lockInterruptibly();
    try {
      Token token = current;
      if (token != null && token.value().equals(refused)) {
        current = null;
      }
      return renewed();
    } finally {
      lock.unlock();
    }
  }

  /** composer does not take what the token server has just given. */
  void useless(String refused) {
    lock.lock();
    try {
      Token token = current;
      if (token != null && token.value().equals(refused)) {
        current = null;
        failed(
            new ComposerException.Away(
                "composer does not take the token of %s; check agent.authentication.client-id and"
                        .formatted(settings.tokenUrl())
                    + " its rights"));
      }
    } finally {
      lock.unlock();
    }
  }

  private String renewed() throws ComposerException, InterruptedException {
    Instant now = clock.instant();
    Token old = current;
    if (old != null && now.isBefore(old.renewAt())) {
      return old.value();
    }
    try {
      Token fresh = fetch(now);
      current = fresh;
      backoff.reset();
      return fresh.value();
    } catch (ComposerException.Away e) {
      if (old != null && now.isBefore(old.end())) {
        LOG.warnf("The token is not renewed yet and goes on being used, reason=%s", e.getMessage());
        return old.value();
      }
      throw e;
    }
  }

  private Token fetch(Instant now) throws ComposerException.Away, InterruptedException {
    ComposerException.Away last = lastFailure;
    if (last != null && now.isBefore(quietUntil)) {
      throw last;
    }
    try {
      return token(wire.send(request(), PATIENCE, LONGEST_ANSWER), now);
    } catch (IOException e) {
      throw failed(
          new ComposerException.Away(
              "The token server %s cannot be reached: %s"
                  .formatted(settings.tokenUrl(), Problems.why(e))));
    }
  }

  private ComposerException.Away failed(ComposerException.Away failure) {
    lastFailure = failure;
    quietUntil = clock.instant().plus(backoff.nextPause());
    return failure;
  }

  private HttpRequest.Builder request() throws ComposerException.Away {
    Stream<String> form;
    if (settings.clientSecret().isPresent()) {
      form =
          Stream.of(
              "grant_type=client_credentials",
              pair("client_id", settings.clientId()),
              pair("client_secret", secret(settings.clientSecret().get())));
    } else {
      form =
          Stream.of(
              "grant_type=refresh_token",
              pair("client_id", settings.clientId()),
              pair("refresh_token", secret(settings.offlineToken().orElseThrow())));
    }
    return HttpRequest.newBuilder(settings.tokenUrl())
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Accept", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(form.collect(Collectors.joining("&"))));
  }

  private static String pair(String name, String value) {
    return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** Read each time: the file may be replaced while the agent runs. */
  private String secret(Path file) throws ComposerException.Away {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw failed(
          new ComposerException.Away(
              "The secret for %s cannot be read from %s".formatted(settings.tokenUrl(), file)));
    }
  }

  private Token token(Reply reply, Instant now) throws ComposerException.Away {
    Optional<JsonNode> body = reply.tree();
    String value = body.map(tree -> tree.path("access_token").asText("")).orElse("");
    if (!reply.ok() || !value.matches("[\\x21-\\x7e]+")) {
      throw failed(new ComposerException.Away(refusal(reply, body)));
    }
    long said = body.map(tree -> tree.path("expires_in").asLong(0)).orElse(0L);
    long seconds = Math.min(said, LONGEST_LIFE.toSeconds());
    if (seconds <= 0) {
      // It does not say: composer will.
      return new Token(value, Instant.MAX, Instant.MAX);
    }
    double part = RENEWED_AFTER + random.nextDouble() * CHANCE;
    return new Token(
        value, now.plusMillis((long) (seconds * 1000 * part)), now.plusSeconds(seconds));
  }

  /** Of what the server says only OAuth's own word for the error, if it is one. */
  private String refusal(Reply reply, Optional<JsonNode> body) {
    if (reply.ok()) {
      return "The token server %s answered %d without an access token; check"
              .formatted(settings.tokenUrl(), reply.status())
          + " agent.authentication.oauth-url";
    }
    String word = body.map(tree -> tree.path("error").asText("")).orElse("");
    return "The token server %s answered %d%s; check agent.authentication.client-id and %s"
        .formatted(
            settings.tokenUrl(),
            reply.status(),
            word.matches("[a-z_]{1,40}") ? " (" + word + ")" : "",
            settings.clientSecret().isPresent()
                ? "agent.authentication.client-secret"
                : "agent.authentication.offline-token");
  }

  /** A token with the times of its life. */
  private record Token(String value, Instant renewAt, Instant end) {

    /** Without the token itself. */
    @Override
    public String toString() {
      return "Token[until " + end + "]";
    }
  }
}
