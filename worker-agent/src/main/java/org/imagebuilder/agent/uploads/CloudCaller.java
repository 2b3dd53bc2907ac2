package org.imagebuilder.agent.uploads;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpAnswer;
import org.imagebuilder.agent.http.HttpBody;
import org.imagebuilder.agent.http.HttpCall;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpRetry;
import org.jboss.logging.Logger;

/** Calls a cloud that speaks JSON; a cloud that cannot be reached is a numbered error. */
public final class CloudCaller {

  private static final Logger LOG = Logger.getLogger(CloudCaller.class);

  private static final Duration FORM_SILENCE = Duration.ofSeconds(20);

  private final HttpCaller http;
  private final HttpRetry retry;
  private final JsonMapper json;

  public CloudCaller(HttpCaller http, HttpRetry retry, JsonMapper json) {
    this.http = http;
    this.retry = retry;
    this.json = json;
  }

  /** Makes a call for each attempt, since most carry the time. */
  public interface Attempt {
    HttpCall call() throws IOException, InterruptedException, JobErrorException;
  }

  /** Removes something that should not stay. */
  public interface Removal {
    void remove() throws InterruptedException, JobErrorException;
  }

  /** Whatever the cloud answers is returned; the number is that of not reaching it. */
  public HttpAnswer send(JobErrorCode code, Attempt attempt)
      throws InterruptedException, JobErrorException {
    URI[] called = new URI[1];
    try {
      return http.send(
          retry,
          () -> {
            HttpCall call = attempt.call();
            called[0] = call.uri();
            return call;
          });
    } catch (IOException e) {
      throw called[0] == null
          ? JobErrorException.of(code, String.valueOf(e.getMessage()))
          : unreachable(code, called[0], e);
    }
  }

  /** Asks a server for a token: a form, and little patience. */
  public HttpAnswer form(URI uri, Map<String, String> form)
      throws InterruptedException, JobErrorException {
    return send(
        JobErrorCode.INVALID_TARGET_CONFIG,
        () ->
            HttpCall.of("POST", uri)
                .timeouts(FORM_SILENCE, FORM_SILENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body(HttpBody.text(encoded(form))));
  }

  /** One attempt only, for calls that must not be made twice as they are. */
  public HttpAnswer once(HttpCall call) throws IOException, InterruptedException {
    return http.send(call);
  }

  public HttpRetry retry() {
    return retry;
  }

  public static JobErrorException unreachable(JobErrorCode code, URI uri, IOException failure) {
    String reason =
        failure instanceof UnknownHostException
            ? "%s is not known: is the name right that is part of it?".formatted(uri.getHost())
            : "%s cannot be reached, or broke the connection".formatted(uri.getHost());
    return new JobErrorException(code, reason, String.valueOf(failure.getMessage()));
  }

  /** Missing, where the answer is no JSON. */
  public JsonNode tree(HttpAnswer answer) {
    try {
      JsonNode tree = json.readTree(answer.body());
      return tree == null ? MissingNode.getInstance() : tree;
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /** Also after an interrupt, which stays; what cannot be removed is logged by its name. */
  public static void clean(String what, Removal removal) {
    boolean interrupted = Thread.interrupted();
    try {
      removal.remove();
    } catch (JobErrorException e) {
      LOG.warnf(
          "Something stays in a cloud, what=%s, reason=%s, details=%s",
          what, e.reason(), e.details().orElse(""));
    } catch (InterruptedException e) {
      LOG.warnf("Something stays in a cloud, what=%s, reason=interrupted", what);
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** As part of a path or a query. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }

  /** As a form, or behind a question mark. */
  public static String encoded(Map<String, String> parameters) {
    return new TreeMap<>(parameters)
        .entrySet().stream()
            .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
            .collect(Collectors.joining("&"));
  }

  /** How long the cloud asks to be left alone, in seconds, or the given time. */
  public static Duration wanted(HttpAnswer answer, Duration otherwise, Duration longest) {
    Duration asked =
        answer
            .header("retry-after")
            .filter(text -> text.matches("\\d{1,6}"))
            .map(text -> Duration.ofSeconds(Long.parseLong(text)))
            .orElse(otherwise);
    return asked.compareTo(longest) > 0 ? longest : asked;
  }
}
