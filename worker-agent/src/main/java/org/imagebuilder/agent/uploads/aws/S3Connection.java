package org.imagebuilder.agent.uploads.aws;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.LongConsumer;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpBody;
import org.imagebuilder.agent.http.HttpCall;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpRetry;

/** Sends signed requests about one object, again where that may help. */
final class S3Connection {

  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** Putting a large object together may take minutes. */
  private static final Duration SILENCE = Duration.ofMinutes(5);

  private final S3Bucket bucket;
  private final URI object;
  private final S3Identity identity;
  private final HttpCaller caller;
  private final HttpRetry retry;

  S3Connection(
      S3Bucket bucket, String key, S3Identity identity, HttpCaller caller, HttpRetry retry) {
    this.bucket = bucket;
    this.object = bucket.object(key);
    this.identity = identity;
    this.caller = caller;
    this.retry = AwsAnswer.retry(retry);
  }

  /** Makes the signer of one request. */
  interface S3Identity {
    AwsSigner signer() throws JobErrorException, InterruptedException;
  }

  URI object() {
    return object;
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
      AwsAnswer answer =
          AwsAnswer.of(caller.send(retry, () -> call(method, query, headers, body).sent(sent)));
      if (answer.ok()) {
        return answer;
      }
      throw failure(AwsException.refused(answer));
    } catch (IOException e) {
      throw failure(AwsException.unreachable(object.getHost(), e));
    }
  }

  private JobErrorException failure(AwsException failure) {
    return failure.as(
        JobErrorCode.UPLOADING_IMAGE,
        "The image could not be written to the bucket " + bucket.name());
  }

  private HttpCall call(
      String method, Map<String, String> query, Map<String, String> headers, HttpBody body)
      throws IOException, JobErrorException, InterruptedException {
    String hash = HexFormat.of().formatHex(body.digest("SHA-256"));
    Map<String, String> signed = identity.signer().headers(method, object, query, headers, hash);
    URI target = query.isEmpty() ? object : URI.create(object + "?" + AwsEncoding.query(query));
    HttpCall call = HttpCall.of(method, target).headers(signed).timeouts(CONNECT, SILENCE);
    return method.equals("DELETE") ? call : call.body(body);
  }
}
