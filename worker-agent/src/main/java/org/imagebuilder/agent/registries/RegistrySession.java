package org.imagebuilder.agent.registries;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.imagebuilder.agent.http.HttpAnswer;
import org.imagebuilder.agent.http.HttpCall;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpRetry;

/** Calls to one registry about one image; it tells by itself who may do what. */
public final class RegistrySession {

  private static final Pattern PARAMETER = Pattern.compile("(\\w+)=\"([^\"]*)\"");
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration PROBE = Duration.ofSeconds(5);

  private final HttpCaller caller;
  private final ImageReference image;
  private final Optional<String> login;
  private final boolean plainAllowed;
  private final List<String> scopes;
  private final JsonMapper json;
  private String scheme = "";
  private Optional<String> authorization = Optional.empty();

  /**
   * @param login name and password in base64
   * @param plainAllowed unencrypted HTTP will do where nothing else answers
   * @param scopes what shall be done there, as registries call it
   */
  public RegistrySession(
      HttpCaller caller,
      ImageReference image,
      Optional<String> login,
      boolean plainAllowed,
      List<String> scopes,
      JsonMapper json) {
    this.caller = caller;
    this.image = image;
    this.login = login;
    this.plainAllowed = plainAllowed;
    this.scopes = List.copyOf(scopes);
    this.json = json;
  }

  /** A place in the registry's interface. */
  public URI uri(String path) throws InterruptedException {
    if (scheme.isEmpty()) {
      scheme = plainAllowed && speaksPlainly() ? "http" : "https";
    }
    return URI.create(scheme + "://" + image.host() + path);
  }

  /** Where an answer leads to, which is never from an encrypted place to another. */
  public URI target(URI from, String location) throws RegistryException {
    try {
      URI target = from.resolve(location);
      boolean encrypted = "https".equals(target.getScheme());
      if (target.getHost() != null && (encrypted || scheme.equals(target.getScheme()))) {
        return target;
      }
    } catch (IllegalArgumentException e) {
      throw RegistryException.nonsense("the registry sends to a place that is no URL");
    }
    throw RegistryException.nonsense("the registry sends to a place that is not encrypted");
  }

  /** Makes a call; signs in when the registry wants it, and again when that has expired. */
  public HttpAnswer send(HttpRetry retry, HttpCall call) throws IOException, InterruptedException {
    HttpAnswer answer = caller.send(retry, () -> authorized(call));
    if (answer.status() != 401 || !isRegistry(call.uri())) {
      return answer;
    }
    Optional<String> before = authorization;
    authorization = Optional.of(authorize(answer.header("www-authenticate").orElse("")));
    if (authorization.equals(before)) {
      throw notLetIn();
    }
    return caller.send(retry, () -> authorized(call));
  }

  /** There is a login to blame. */
  public boolean hasLogin() {
    return login.isPresent();
  }

  /** Elsewhere, the login is nobody's business. */
  private HttpCall authorized(HttpCall call) {
    return authorization.isPresent() && isRegistry(call.uri())
        ? call.header("Authorization", authorization.get())
        : call;
  }

  private boolean isRegistry(URI uri) {
    return scheme.equals(uri.getScheme()) && image.host().equals(uri.getAuthority());
  }

  /** Nobody speaks TLS there. */
  private boolean speaksPlainly() throws InterruptedException {
    try {
      caller.send(
          HttpCall.of("GET", URI.create("https://" + image.host() + "/v2/"))
              .timeouts(CONNECT, PROBE));
      return false;
    } catch (IOException e) {
      return e instanceof SSLException
          || e instanceof ConnectException
          || e instanceof SocketTimeoutException;
    }
  }

  private String authorize(String challenge) throws IOException, InterruptedException {
    String kind = challenge.split(" ", 2)[0].toLowerCase(Locale.ROOT);
    return switch (kind) {
      case "basic" -> "Basic " + login.orElseThrow(RegistryException::loginMissing);
      case "bearer" -> "Bearer " + token(challenge);
      default -> throw RegistryException.nonsense("the registry wants a login of an unknown kind");
    };
  }

  private String token(String challenge) throws IOException, InterruptedException {
    String realm = "";
    StringBuilder query = new StringBuilder();
    scopes.forEach(scope -> query.append("&scope=").append(encoded(scope)));
    for (Matcher each = PARAMETER.matcher(challenge); each.find(); ) {
      switch (each.group(1)) {
        case "realm" -> realm = each.group(2);
        case "service" -> query.append("&service=").append(encoded(each.group(2)));
        default -> {
          // The scope is what we ask for, not what we are told.
        }
      }
    }
    HttpCall call = HttpCall.of("GET", tokens(realm, query.substring(1)));
    if (login.isPresent()) {
      call = call.header("Authorization", "Basic " + login.get());
    }
    HttpCall asking = call;
    return token(caller.send(HttpRetry.from(Duration.ofMillis(500)), () -> asking));
  }

  private URI tokens(String realm, String query) throws RegistryException {
    if (!realm.startsWith("https://") && !(scheme.equals("http") && realm.startsWith("http://"))) {
      throw RegistryException.nonsense("the registry sends to a login that is not encrypted");
    }
    try {
      return URI.create(realm + (realm.contains("?") ? "&" : "?") + query);
    } catch (IllegalArgumentException e) {
      throw RegistryException.nonsense("the registry sends to a login that is no URL");
    }
  }

  private String token(HttpAnswer answer) throws IOException {
    if (answer.status() == 401 || answer.status() == 403) {
      throw notLetIn();
    }
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
      throw RegistryException.nonsense("the registry's login does not answer in JSON");
    }
    throw RegistryException.nonsense("the registry's login gives no token");
  }

  private RegistryException notLetIn() {
    return login.isEmpty() ? RegistryException.loginMissing() : RegistryException.loginRefused();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
