package org.imagebuilder.agent.uploads.oci;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpAnswer;
import org.imagebuilder.agent.http.HttpBody;
import org.imagebuilder.agent.http.HttpCall;
import org.imagebuilder.agent.uploads.CloudCaller;

/** Oracle's services as one user sees them. */
final class OciGateway {

  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** Putting a large object together may take minutes. */
  private static final Duration SILENCE = Duration.ofMinutes(5);

  private final CloudCaller caller;
  private final OciSigner signer;

  OciGateway(CloudCaller caller, OciSigner signer) {
    this.caller = caller;
    this.signer = signer;
  }

  /**
   * What calls are for, to say it when one fails.
   *
   * @param code the number of that error
   * @param doing what was tried
   * @param policy what lets the user do it
   */
  record Aim(JobErrorCode code, String doing, String policy) {}

  HttpAnswer get(Aim aim, URI uri) throws JobErrorException, InterruptedException {
    return checked(aim, once(aim, "GET", uri, Map.of(), Optional.empty()));
  }

  HttpAnswer post(Aim aim, URI uri, Map<String, String> headers, JsonNode body)
      throws JobErrorException, InterruptedException {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    return checked(aim, once(aim, "POST", uri, headers, Optional.of(bytes)));
  }

  /** Sends a piece of a file. */
  HttpAnswer put(Aim aim, HttpCall call) throws JobErrorException, InterruptedException {
    return checked(
        aim,
        caller.send(
            aim.code(),
            () ->
                call.timeouts(CONNECT, SILENCE)
                    .headers(signer.headers("PUT", call.uri(), Map.of(), Optional.empty()))));
  }

  /** Something that is not there is fine. */
  void delete(Aim aim, URI uri) throws JobErrorException, InterruptedException {
    HttpAnswer answer = once(aim, "DELETE", uri, Map.of(), Optional.empty());
    if (answer.status() != 404) {
      checked(aim, answer);
    }
  }

  boolean exists(Aim aim, URI uri) throws JobErrorException, InterruptedException {
    return once(aim, "HEAD", uri, Map.of(), Optional.empty()).ok();
  }

  JsonNode tree(HttpAnswer answer) {
    return caller.tree(answer);
  }

  private HttpAnswer once(
      Aim aim, String method, URI uri, Map<String, String> headers, Optional<byte[]> body)
      throws JobErrorException, InterruptedException {
    return caller.send(
        aim.code(),
        () -> {
          HttpCall call =
              HttpCall.of(method, uri)
                  .timeouts(CONNECT, SILENCE)
                  .headers(signer.headers(method, uri, headers, body));
          return body.isPresent() ? call.body(HttpBody.bytes(body.get())) : call;
        });
  }

  private HttpAnswer checked(Aim aim, HttpAnswer answer) throws JobErrorException {
    if (answer.ok()) {
      return answer;
    }
    JsonNode error = caller.tree(answer);
    String code =
        // Java keeps to itself what comes with this status in answer to a file.
        answer.status() == 401
            ? "NotAuthenticated"
            : error.path("code").asText("status " + answer.status());
    String reason =
        switch (code) {
          case "NotAuthenticated" ->
              "Oracle's cloud does not accept the worker's signature: check tenancy, user,"
                  + " fingerprint and private_key, and this machine's clock";
          case "NotAuthorizedOrNotFound", "NotAuthorized" ->
              "The user may not %s, or one of bucket, namespace and compartment is wrong: %s"
                  .formatted(aim.doing(), aim.policy());
          case "BucketNotFound" ->
              "The bucket does not exist in this namespace and region: create it, or name another";
          case "NamespaceNotFound", "InvalidNamespaceName" ->
              "Oracle's cloud does not know the namespace: check namespace and region";
          case "LimitExceeded", "QuotaExceeded" ->
              "A limit of the tenancy does not allow to %s".formatted(aim.doing());
          default -> "Oracle's cloud would not %s (%s)".formatted(aim.doing(), code);
        };
    throw new JobErrorException(aim.code(), reason, error.path("message").asText(code));
  }
}
