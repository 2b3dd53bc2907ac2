package org.imagebuilder.agent.uploads.aws;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.LongConsumer;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpAnswer;
import org.imagebuilder.agent.http.HttpBody;
import org.imagebuilder.agent.http.HttpCall;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpRetry;

/** Sends signed requests about one object, again where that may help. */
final class S3Connection {

  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** Putting a large object together may take minutes. */
  private static final Duration SILENCE = Duration.ofMinutes(5);

  private final URI object;
  private final AwsSigner signer;
  private final HttpCaller caller;
  private final HttpRetry retry;

  S3Connection(URI object, AwsSigner signer, HttpCaller caller, HttpRetry retry) {
    this.object = object;
    this.signer = signer;
    this.caller = caller;
    this.retry =
        retry.again(
            http -> {
              AwsAnswer answer = AwsAnswer.of(http);
              return !answer.ok() && answer.mayWorkLater();
            });
  }

  AwsAnswer send(String method, Map<String, String> query, Map<String, String> headers)
      throws JobErrorException, InterruptedException {
    return send(method, query, headers, HttpBody.nothing(), sent -> {});
  }

  AwsAnswer send(
      String method,
      Map<String, String> query,
      Map<String, String> headers,
      HttpBody body,
      LongConsumer sent)
      throws JobErrorException, InterruptedException {
    try {
      HttpAnswer http = caller.send(retry, () -> call(method, query, headers, body).sent(sent));
      AwsAnswer answer = AwsAnswer.of(http);
      if (!answer.ok()) {
        throw JobErrorException.of(JobErrorCode.UPLOADING_IMAGE, answer.problem());
      }
      return answer;
    } catch (IOException e) {
      throw JobErrorException.of(
          JobErrorCode.UPLOADING_IMAGE,
          "%s cannot be reached: %s".formatted(object.getHost(), e.getMessage()));
    }
  }

  private HttpCall call(
      String method, Map<String, String> query, Map<String, String> headers, HttpBody body)
      throws IOException {
    String hash = HexFormat.of().formatHex(body.digest("SHA-256"));
    Map<String, String> signed = signer.headers(method, object, query, headers, hash);
    URI target = query.isEmpty() ? object : URI.create(object + "?" + AwsEncoding.query(query));
    HttpCall call = HttpCall.of(method, target).headers(signed).timeouts(CONNECT, SILENCE);
    return method.equals("DELETE") ? call : call.body(body);
  }
}
