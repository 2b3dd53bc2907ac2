package org.imagebuilder.agent.uploads;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sends signed requests about one object, again where that may help. */
final class S3Connection {

  private static final Logger LOG = Logger.getLogger(S3Connection.class);
  private static final int ATTEMPTS = 5;
  private static final int CONNECT_MILLIS = 10_000;

  /** Putting a large object together may take minutes. */
  private static final int READ_MILLIS = 300_000;

  private static final int MAX_ANSWER = 1 << 20;

  private final URI object;
  private final S3Signer signer;
  private final S3Trust trust;
  private final Duration pause;

  S3Connection(URI object, S3Signer signer, S3Trust trust, Duration pause) {
    this.object = object;
    this.signer = signer;
    this.trust = trust;
    this.pause = pause;
  }

  S3Answer send(String method, Map<String, String> query, Map<String, String> headers, S3Body body)
      throws JobErrorException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      String problem;
      try {
        S3Answer answer = once(method, query, headers, body);
        if (answer.ok()) {
          return answer;
        }
        problem = answer.problem();
        if (!answer.mayWorkLater()) {
          throw JobErrorException.of(JobErrorCode.UPLOADING_IMAGE, problem);
        }
      } catch (IOException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        problem = "%s cannot be reached: %s".formatted(object.getHost(), e.getMessage());
      }
      if (attempt == ATTEMPTS) {
        throw JobErrorException.of(JobErrorCode.UPLOADING_IMAGE, problem);
      }
      LOG.warnf("A request to S3 failed, attempt=%d, reason=%s", attempt, problem);
      Thread.sleep(pause.multipliedBy(1L << (attempt - 1)));
    }
  }

  private S3Answer once(
      String method, Map<String, String> query, Map<String, String> headers, S3Body body)
      throws IOException {
    Map<String, String> signed = signer.headers(method, object, query, headers, body.sha256());
    URI target = query.isEmpty() ? object : URI.create(object + "?" + S3Encoding.query(query));
    HttpURLConnection connection = (HttpURLConnection) target.toURL().openConnection();
    try {
      if (connection instanceof HttpsURLConnection https) {
        trust.applyTo(https);
      }
      connection.setRequestMethod(method);
      connection.setInstanceFollowRedirects(false);
      connection.setConnectTimeout(CONNECT_MILLIS);
      connection.setReadTimeout(READ_MILLIS);
      connection.setRequestProperty("Content-Type", "application/octet-stream");
      signed.forEach(connection::setRequestProperty);
      return exchange(connection, body);
    } finally {
      connection.disconnect();
    }
  }

  private static S3Answer exchange(HttpURLConnection connection, S3Body body) throws IOException {
    IOException broken = null;
    if (!connection.getRequestMethod().equals("DELETE")) {
      connection.setDoOutput(true);
      connection.setFixedLengthStreamingMode(body.length());
      try (OutputStream output = connection.getOutputStream()) {
        body.writeTo(output);
      } catch (IOException e) {
        // A store that refuses early closes the stream; its answer says more than the broken pipe.
        broken = e;
      }
    }
    int status = status(connection, broken);
    try (InputStream content =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      String text =
          content == null ? "" : new String(content.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8);
      return new S3Answer(status, Optional.ofNullable(connection.getHeaderField("ETag")), text);
    }
  }

  private static int status(HttpURLConnection connection, @Nullable IOException broken)
      throws IOException {
    try {
      int status = connection.getResponseCode();
      if (status < 0) {
        throw new IOException("The answer is not HTTP");
      }
      return status;
    } catch (IOException e) {
      throw broken == null ? e : broken;
    }
  }
}
