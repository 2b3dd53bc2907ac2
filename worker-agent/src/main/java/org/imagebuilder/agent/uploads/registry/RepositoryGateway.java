package org.imagebuilder.agent.uploads.registry;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpAnswer;
import org.imagebuilder.agent.http.HttpBody;
import org.imagebuilder.agent.http.HttpCall;
import org.imagebuilder.agent.http.HttpRetry;
import org.imagebuilder.agent.registries.RegistrySession;
import org.imagebuilder.agent.uploads.CloudCaller;

/** One repository of a registry, for who may write there. */
final class RepositoryGateway {

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofMinutes(1);

  /** A registry may take its time to put a large layer where it stays. */
  private static final Duration COMMIT = Duration.ofMinutes(5);

  private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-(\\d{1,18})");

  private final RegistrySession session;
  private final String base;
  private final Optional<String> neighbour;
  private final HttpRetry retry;
  private final RegistryAdvice advice;

  /** An upload that was begun, and how many bytes of it have arrived. */
  record Begun(URI uri, long arrived) {}

  /**
   * @param neighbour a repository of the same registry that may have some of the blobs
   */
  RepositoryGateway(
      RegistrySession session,
      String repository,
      Optional<String> neighbour,
      HttpRetry retry,
      RegistryAdvice advice) {
    this.session = session;
    this.base = "/v2/" + repository;
    this.neighbour = neighbour;
    this.retry = retry;
    this.advice = advice;
  }

  RegistryAdvice advice() {
    return advice;
  }

  /** A blob is there. */
  boolean has(String digest) throws JobErrorException, InterruptedException {
    HttpAnswer answer = send(retry, call("HEAD", base + "/blobs/" + digest));
    return switch (answer.status()) {
      // Some send to where it lies, and do so only when it does.
      case 200, 302, 303, 307, 308 -> true;
      case 404 -> false;
      default -> throw advice.refusal(answer);
    };
  }

  /** Begins an upload; empty: none is needed, since the neighbour has the blob. */
  Optional<Begun> begin(String digest) throws JobErrorException, InterruptedException {
    if (neighbour.isPresent()) {
      String query = CloudCaller.encoded(Map.of("mount", digest, "from", neighbour.get()));
      HttpAnswer answer = post("?" + query);
      if (answer.status() == 201) {
        return Optional.empty();
      }
      if (answer.status() == 202) {
        return Optional.of(begun(answer));
      }
    }
    HttpAnswer answer = post("");
    if (answer.status() != 202) {
      throw answer.ok()
          ? advice.nonsense("status %d instead of 202".formatted(answer.status()))
          : advice.refusal(answer);
    }
    return Optional.of(begun(answer));
  }

  /** Sends what is left of a blob, once, and asks for the whole to be kept. */
  HttpAnswer finish(Begun upload, String digest, HttpBody.Piece blob, LongConsumer sent)
      throws IOException, InterruptedException {
    URI at = upload.uri();
    String query = at.getRawQuery() == null ? "?" : "&";
    long first = upload.arrived();
    HttpBody rest = new HttpBody.Piece(blob.file(), blob.offset() + first, blob.length() - first);
    HttpCall call =
        HttpCall.of("PUT", URI.create(at + query + "digest=" + CloudCaller.encoded(digest)))
            .timeouts(CONNECT, COMMIT)
            .body(rest)
            .sent(more -> sent.accept(first + more));
    boolean all = first == 0;
    String range = "%d-%d".formatted(first, blob.length() - 1);
    return session.send(HttpRetry.never(), all ? call : call.header("Content-Range", range));
  }

  /** How far an upload came; empty: the registry does not know, or knows of nothing. */
  Optional<Begun> arrived(Begun upload) throws InterruptedException {
    try {
      HttpAnswer answer =
          session.send(
              HttpRetry.never(), HttpCall.of("GET", upload.uri()).timeouts(CONNECT, SILENCE));
      Matcher range = RANGE.matcher(answer.header("range").orElse(""));
      // The same range stands for one byte and for none.
      if (!answer.ok() || !range.matches() || range.group(1).equals("0")) {
        return Optional.empty();
      }
      URI next = next(upload.uri(), answer).orElse(upload.uri());
      return Optional.of(new Begun(next, Long.parseLong(range.group(1)) + 1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Removes what arrived of an upload; one that is not there is fine. */
  void cancel(Begun upload) throws JobErrorException, InterruptedException {
    HttpAnswer answer = send(retry, HttpCall.of("DELETE", upload.uri()).timeouts(CONNECT, SILENCE));
    if (!answer.ok() && answer.status() != 404) {
      throw advice.refusal(answer);
    }
  }

  /** Keeps a manifest under a tag or a digest. */
  void put(ImageArchive.Manifest manifest, String reference)
      throws JobErrorException, InterruptedException {
    HttpCall call =
        call("PUT", base + "/manifests/" + reference)
            .header("Content-Type", manifest.mediaType())
            .body(manifest.content());
    HttpAnswer answer = send(retry, call);
    if (answer.status() != 201) {
      throw answer.ok()
          ? advice.nonsense("status %d instead of 201".formatted(answer.status()))
          : advice.refusal(answer);
    }
    String kept = answer.header("docker-content-digest").orElse(manifest.digest());
    if (!kept.equals(manifest.digest())) {
      throw advice.nonsense("it made %s of the manifest %s".formatted(kept, manifest.digest()));
    }
  }

  private HttpAnswer post(String query) throws JobErrorException, InterruptedException {
    return send(retry, call("POST", base + "/blobs/uploads/" + query).body(HttpBody.nothing()));
  }

  private Begun begun(HttpAnswer answer) throws JobErrorException, InterruptedException {
    try {
      return new Begun(
          next(session.uri(base + "/blobs/uploads/"), answer)
              .orElseThrow(() -> advice.nonsense("it begins an upload without a place for it")),
          0);
    } catch (IOException e) {
      throw advice.failure(e);
    }
  }

  private Optional<URI> next(URI from, HttpAnswer answer) throws IOException {
    Optional<String> location = answer.header("location");
    return location.isEmpty()
        ? Optional.empty()
        : Optional.of(session.target(from, location.get()));
  }

  private HttpCall call(String method, String path) throws InterruptedException {
    return HttpCall.of(method, session.uri(path)).timeouts(CONNECT, SILENCE);
  }

  private HttpAnswer send(HttpRetry again, HttpCall call)
      throws JobErrorException, InterruptedException {
    try {
      return session.send(again, call);
    } catch (IOException e) {
      throw advice.failure(e);
    }
  }
}
