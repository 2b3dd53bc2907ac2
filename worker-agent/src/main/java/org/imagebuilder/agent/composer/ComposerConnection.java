package org.imagebuilder.agent.composer;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.imagebuilder.agent.traces.TraceContext;
import org.jspecify.annotations.Nullable;

/** The way to one composer: whom to trust, which proxy to take, whose token to show. */
public final class ComposerConnection {

  /** Longer than composer lets anybody wait: for a job, or for its database to come back. */
  static final Duration PATIENCE = Duration.ofSeconds(100);

  /** A heartbeat that takes longer is no heartbeat. */
  static final Duration IMPATIENCE = Duration.ofSeconds(10);

  /** A job comes with the results of its inputs, each of them up to 32 MiB. */
  static final int LONGEST_JOB = 256 << 20;

  static final int LONGEST_ANSWER = 1 << 20;

  private static final int UNAUTHORIZED = 401;

  private final ComposerSettings settings;
  private final SSLContext tls;
  private final Wire wire;
  private final Optional<AccessTokens> tokens;
  private final Problems problems;

  /** Fails with a sentence where a certificate or key cannot be used. */
  public ComposerConnection(ComposerSettings settings) throws IOException {
    this(settings, InstantSource.system());
  }

  ComposerConnection(ComposerSettings settings, InstantSource clock) throws IOException {
    this.settings = settings;
    this.tls = ComposerTrust.ofComposer(settings.authority(), settings.identity());
    this.wire = new Wire(tls, settings.proxy());
    this.problems = new Problems(settings);
    this.tokens =
        settings.authentication().isEmpty()
            ? Optional.empty()
            : Optional.of(
                new AccessTokens(
                    settings.authentication().get(),
                    new Wire(ComposerTrust.ofTokenServer(settings.authority()), settings.proxy()),
                    clock,
                    new SecureRandom()));
  }

  ComposerSettings settings() {
    return settings;
  }

  SSLContext tls() {
    return tls;
  }

  Problems problems() {
    return problems;
  }

  /** What composer says about itself when it is well. */
  public String status() throws ComposerException, InterruptedException {
    Reply reply = call("GET", List.of("status"), null, IMPATIENCE, LONGEST_ANSWER);
    if (!reply.ok()) {
      throw problems.failure(reply);
    }
    return reply
        .tree()
        .map(tree -> tree.path("status").asText(""))
        .filter(word -> !word.isEmpty())
        .orElseThrow(() -> problems.rubbish(reply.status()));
  }

  /**
   * Makes one call.
   *
   * @param path below the base path, segment by segment
   * @param body what becomes JSON; null: none
   */
  Reply call(
      String method, List<String> path, @Nullable Object body, Duration patience, int longest)
      throws ComposerException, InterruptedException {
    HttpRequest.Builder request = request(method, path, body);
    try (CallSpan span = CallSpan.begin(method)) {
      span.header().ifPresent(it -> request.setHeader(TraceContext.HEADER, it));
      Reply reply =
          withToken(
              token -> {
                token.ifPresent(it -> request.setHeader("Authorization", "Bearer " + it));
                return wire.send(request, patience, longest);
              });
      return span.answered(reply);
    }
  }

  interface Call {
    Reply send(Optional<String> token) throws IOException, InterruptedException, ComposerException;
  }

  /** Makes a call with a token, where composer wants one; once more when it does not take it. */
  Reply withToken(Call call) throws ComposerException, InterruptedException {
    try {
      if (tokens.isEmpty()) {
        return call.send(Optional.empty());
      }
      String token = tokens.get().get();
      Reply reply = call.send(Optional.of(token));
      if (reply.status() != UNAUTHORIZED) {
        return reply;
      }
      String other = tokens.get().getInsteadOf(token);
      Reply second = call.send(Optional.of(other));
      if (second.status() == UNAUTHORIZED) {
        tokens.get().useless(other);
      }
      return second;
    } catch (Wire.SilenceException e) {
      throw new ComposerException.Silent(String.valueOf(problems.away(e).getMessage()));
    } catch (IOException e) {
      throw problems.away(e);
    }
  }

  private HttpRequest.Builder request(String method, List<String> path, @Nullable Object body) {
    StringBuilder target = new StringBuilder(settings.basePath());
    for (String segment : path) {
      target.append('/').append(encoded(segment));
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(settings.url().resolve(target.toString()))
            .header("Accept", "application/json");
    if (body == null) {
      return request.method(method, BodyPublishers.noBody());
    }
    return request
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofByteArray(json(body)));
  }

  static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  URI artifact(Lease lease, String name) {
    return settings.url().resolve(lease.artifacts() + encoded(name));
  }

  private static byte[] json(Object body) {
    try {
      return WireJson.MAPPER.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("What goes to composer is no JSON", e);
    }
  }
}
