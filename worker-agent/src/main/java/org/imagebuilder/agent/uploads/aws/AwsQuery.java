package org.imagebuilder.agent.uploads.aws;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpBody;
import org.imagebuilder.agent.http.HttpCall;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpRetry;
import org.imagebuilder.agent.http.XmlElement;

/**
 * Calls of a service that takes forms and answers in XML, signed, and again where that may help.
 */
final class AwsQuery {

  private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private final Service service;
  private final AwsIdentity identity;
  private final HttpCaller caller;
  private final HttpRetry retry;
  private final InstantSource clock;

  AwsQuery(
      Service service,
      AwsIdentity identity,
      HttpCaller caller,
      HttpRetry retry,
      InstantSource clock) {
    this.service = service;
    this.identity = identity;
    this.caller = caller;
    this.retry = AwsAnswer.retry(retry);
    this.clock = clock;
  }

  /**
   * A service in one region.
   *
   * @param version of its API
   */
  record Service(String name, String version, String region, URI endpoint) {

    Service {
      endpoint = endpoint.resolve("/");
    }
  }

  String region() {
    return service.region();
  }

  /** The answer's root. A call that is made again must do no harm. */
  XmlElement call(String action, Map<String, String> parameters)
      throws AwsException, JobErrorException, InterruptedException {
    Map<String, String> form = new HashMap<>(parameters);
    form.put("Action", action);
    form.put("Version", service.version());
    HttpBody body = HttpBody.text(AwsEncoding.query(form));
    try {
      AwsAnswer answer = AwsAnswer.of(caller.send(retry, () -> call(body)));
      if (!answer.ok()) {
        throw AwsException.refused(answer);
      }
      return answer
          .xml()
          .orElseThrow(() -> new IOException("the answer to " + action + " is not XML"));
    } catch (IOException e) {
      throw AwsException.unreachable(service.endpoint().getHost(), e);
    }
  }

  private HttpCall call(HttpBody body) throws IOException, JobErrorException, InterruptedException {
    AwsSigner signer =
        new AwsSigner(service.name(), service.region(), identity.credentials(), clock);
    String hash = HexFormat.of().formatHex(body.digest("SHA-256"));
    Map<String, String> headers =
        signer.headers("POST", service.endpoint(), Map.of(), Map.of("Content-Type", FORM), hash);
    return HttpCall.of("POST", service.endpoint())
        .headers(headers)
        .body(body)
        .timeouts(CONNECT, SILENCE);
  }
}
