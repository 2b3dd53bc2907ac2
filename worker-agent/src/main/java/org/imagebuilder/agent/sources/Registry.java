package org.imagebuilder.agent.sources;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.agent.http.HttpAnswer;
import org.imagebuilder.agent.http.HttpCall;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpRetry;
import org.imagebuilder.agent.registries.ImageReference;
import org.imagebuilder.agent.registries.RegistrySession;

/** One registry, asked about one repository. */
final class Registry {

  private static final String MANIFESTS =
      String.join(
          ", ",
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json",
          "application/vnd.docker.distribution.manifest.v2+json");

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int ATTEMPTS = 3;
  private static final int LONGEST_ANSWER = 4 << 20;
  private static final int MOST_REDIRECTS = 5;

  private static final HttpRetry RETRY =
      new HttpRetry(ATTEMPTS, PAUSE, PAUSE.multipliedBy(4), answer -> answer.status() / 100 == 5);

  private final RegistrySession session;
  private final ImageReference image;

  /**
   * @param plainAllowed unencrypted HTTP will do where nothing else answers
   */
  Registry(
      HttpCaller caller,
      ImageReference image,
      Optional<String> login,
      boolean plainAllowed,
      JsonMapper json) {
    List<String> scopes = List.of("repository:%s:pull".formatted(image.repository()));
    this.session = new RegistrySession(caller, image, login, plainAllowed, scopes, json);
    this.image = image;
  }

  /** What the registry has under a tag or a digest; every answer but a manifest is a failure. */
  byte[] manifest(String version) throws IOException, InterruptedException {
    HttpAnswer answer =
        follow(session.uri("/v2/%s/manifests/%s".formatted(image.repository(), version)));
    return switch (answer.status()) {
      case 200 -> answer.bytes();
      case 401, 403 ->
          throw new IOException(
              session.hasLogin()
                  ? "the registry refuses the worker's login"
                  : "the registry wants a login, and the worker has none for it");
      case 404 -> throw new IOException("the registry does not have it");
      case 429 -> throw new IOException("the registry has been asked too often, try again later");
      default -> throw new IOException("the registry answers " + answer.status());
    };
  }

  private HttpAnswer follow(URI first) throws IOException, InterruptedException {
    URI at = first;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      HttpCall call =
          HttpCall.of("GET", at)
              .timeouts(CONNECT, SILENCE)
              .longestAnswer(LONGEST_ANSWER)
              .header("Accept", MANIFESTS);
      HttpAnswer answer = session.send(RETRY, call);
      Optional<String> elsewhere = answer.header("location");
      if (answer.status() / 100 != 3 || elsewhere.isEmpty()) {
        return answer;
      }
      at = session.target(at, elsewhere.get());
    }
    throw new IOException("the registry sends from one place to the next without end");
  }
}
