package org.imagebuilder.agent.sources;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.imagebuilder.agent.http.HttpAnswer;
import org.imagebuilder.agent.http.HttpCall;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpRetry;

/** One registry, asked about one repository; it tells by itself who may read there. */
final class Registry {

  private static final String MANIFESTS =
      String.join(
          ", ",
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json",
          "application/vnd.docker.distribution.manifest.v2+json");

  private static final Pattern PARAMETER = Pattern.compile("(\\w+)=\"([^\"]*)\"");
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final Duration PROBE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int ATTEMPTS = 3;
  private static final int LONGEST_ANSWER = 4 << 20;
  private static final int MOST_REDIRECTS = 5;

  private final HttpCaller caller;
  private final ImageReference image;
  private final Optional<String> login;
  private final boolean plainAllowed;
  private final JsonMapper json;
  private String scheme = "";
  private Optional<String> authorization = Optional.empty();

  /**
   * @param plainAllowed unencrypted HTTP will do where nothing else answers
   */
  Registry(
      HttpCaller caller,
      ImageReference image,
      Optional<String> login,
      boolean plainAllowed,
      JsonMapper json) {
    this.caller = caller;
    this.image = image;
    this.login = login;
    this.plainAllowed = plainAllowed;
    this.json = json;
  }

  /** What the registry has under a tag or a digest; every answer but a manifest is a failure. */
  byte[] manifest(String version) throws IOException, InterruptedException {
    HttpAnswer answer = get(version);
    if (answer.status() == 401 && authorization.isEmpty()) {
      authorization = Optional.of(authorize(answer.header("www-authenticate").orElse("")));
      answer = get(version);
    }
    return switch (answer.status()) {
      case 200 -> answer.bytes();
      case 401, 403 ->
          throw new IOException(
              login.isEmpty()
                  ? "the registry wants a login, and the worker has none for it"
                  : "the registry refuses the worker's login");
      case 404 -> throw new IOException("the registry does not have it");
      case 429 -> throw new IOException("the registry has been asked too often, try again later");
      default -> throw new IOException("the registry answers " + answer.status());
    };
  }

  private HttpAnswer get(String version) throws IOException, InterruptedException {
    if (scheme.isEmpty()) {
      scheme = plainAllowed && speaksPlainly() ? "http" : "https";
    }
    String path = "/v2/%s/manifests/%s".formatted(image.repository(), version);
    return follow(URI.create(scheme + "://" + image.host() + path));
  }

  /** Nobody speaks TLS there. */
  private boolean speaksPlainly() throws InterruptedException {
    try {
      caller.send(call(URI.create("https://" + image.host() + "/v2/")).timeouts(CONNECT, PROBE));
      return false;
    } catch (IOException e) {
      return e instanceof SSLException
          || e instanceof ConnectException
          || e instanceof SocketTimeoutException;
    }
  }

  private HttpAnswer follow(URI first) throws IOException, InterruptedException {
    URI at = first;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      HttpCall call = call(at).header("Accept", MANIFESTS);
      if (authorization.isPresent() && sameServer(at, first)) {
        call = call.header("Authorization", authorization.get());
      }
      HttpAnswer answer = send(call);
      Optional<String> elsewhere = answer.header("location");
      if (answer.status() / 100 != 3 || elsewhere.isEmpty()) {
        return answer;
      }
      at = target(at, elsewhere.get());
    }
    throw new IOException("the registry sends from one place to the next without end");
  }

  private URI target(URI from, String location) throws IOException {
    try {
      URI target = from.resolve(location);
      boolean encrypted = "https".equals(target.getScheme());
      if (target.getHost() != null && (encrypted || scheme.equals(target.getScheme()))) {
        return target;
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("the registry sends to a place that is no URL", e);
    }
    throw new IOException("the registry sends to a place that is not encrypted");
  }

  private static boolean sameServer(URI one, URI other) {
    return one.getScheme().equals(other.getScheme())
        && one.getAuthority().equals(other.getAuthority());
  }

  private String authorize(String challenge) throws IOException, InterruptedException {
    String kind = challenge.split(" ", 2)[0].toLowerCase(Locale.ROOT);
    return switch (kind) {
      case "basic" ->
          "Basic "
              + login.orElseThrow(
                  () ->
                      new IOException(
                          "the registry wants a login, and the worker has none for it"));
      case "bearer" -> "Bearer " + token(challenge);
      default -> throw new IOException("the registry wants a login of an unknown kind");
    };
  }

  private String token(String challenge) throws IOException, InterruptedException {
    String realm = "";
    StringBuilder query = new StringBuilder("scope=");
    query.append(encoded("repository:" + image.repository() + ":pull"));
    for (Matcher each = PARAMETER.matcher(challenge); each.find(); ) {
      switch (each.group(1)) {
        case "realm" -> realm = each.group(2);
        case "service" -> query.append("&service=").append(encoded(each.group(2)));
        default -> {
          // The scope is what we ask for, not what we are told.
        }
      }
    }
    if (!realm.startsWith("https://") && !(scheme.equals("http") && realm.startsWith("http://"))) {
      throw new IOException("the registry sends to a login that is not encrypted");
    }
    HttpCall call = call(URI.create(realm + (realm.contains("?") ? "&" : "?") + query));
    if (login.isPresent()) {
      call = call.header("Authorization", "Basic " + login.get());
    }
    HttpAnswer answer = send(call);
    if (!answer.ok()) {
      throw new IOException("the registry's login answers " + answer.status());
    }
    try {
      var tree = json.readTree(answer.body());
      String token = tree.path("token").asText(tree.path("access_token").asText());
      if (!token.isEmpty()) {
        return token;
      }
    } catch (JsonProcessingException e) {
      throw new IOException("the registry's login does not answer in JSON");
    }
    throw new IOException("the registry's login gives no token");
  }

  private static HttpCall call(URI at) {
    return HttpCall.of("GET", at).timeouts(CONNECT, SILENCE).longestAnswer(LONGEST_ANSWER);
  }

  private HttpAnswer send(HttpCall call) throws IOException, InterruptedException {
    HttpRetry retry =
        new HttpRetry(ATTEMPTS, PAUSE, PAUSE.multipliedBy(4), answer -> answer.status() / 100 == 5);
    return caller.send(retry, () -> call);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
