package org.imagebuilder.agent.uploads.azure;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpAnswer;
import org.imagebuilder.agent.http.HttpBody;
import org.imagebuilder.agent.http.HttpCall;
import org.imagebuilder.agent.uploads.CloudCaller;

/** One storage account, as the holder of its key sees it. */
final class BlobGateway {

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofMinutes(2);
  private static final Pattern MESSAGE = Pattern.compile("<Message>([^<]*)</Message>");

  private final CloudCaller caller;
  private final URI account;
  private final String name;
  private final SharedKey key;
  private final InstantSource clock;

  BlobGateway(
      CloudCaller caller, AzureEndpoints azure, String name, SharedKey key, InstantSource clock) {
    this.caller = caller;
    this.account = azure.account(name);
    this.name = name;
    this.key = key;
    this.clock = clock;
  }

  URI uri(String container, String blob) {
    return URI.create(
        "%s/%s/%s".formatted(account, CloudCaller.encoded(container), CloudCaller.encoded(blob)));
  }

  /** Makes a container where there is none. */
  void createContainer(String container) throws JobErrorException, InterruptedException {
    URI uri = URI.create(account + "/" + CloudCaller.encoded(container));
    HttpAnswer answer =
        send("PUT", uri, Map.of("restype", "container"), Map.of(), HttpBody.nothing());
    if (!answer.ok() && !code(answer).equals("ContainerAlreadyExists")) {
      throw refusal(container, answer);
    }
  }

  void put(
      String container,
      URI blob,
      Map<String, String> query,
      Map<String, String> headers,
      HttpBody body)
      throws JobErrorException, InterruptedException {
    HttpAnswer answer = send("PUT", blob, query, headers, body);
    if (!answer.ok()) {
      throw refusal(container, answer);
    }
  }

  /** A blob that is not there is fine. */
  void delete(String container, URI blob) {
    CloudCaller.clean(
        "the blob " + blob.getPath(),
        () -> {
          HttpAnswer answer = send("DELETE", blob, Map.of(), Map.of(), HttpBody.nothing());
          if (!answer.ok() && answer.status() != 404) {
            throw refusal(container, answer);
          }
        });
  }

  static String base64(byte[] digest) {
    return Base64.getEncoder().encodeToString(digest);
  }

  private HttpAnswer send(
      String method, URI uri, Map<String, String> query, Map<String, String> headers, HttpBody body)
      throws JobErrorException, InterruptedException {
    URI target = query.isEmpty() ? uri : URI.create(uri + "?" + CloudCaller.encoded(query));
    Map<String, String> all = new HashMap<>(headers);
    all.put("Content-Type", "application/octet-stream");
    return caller.send(
        JobErrorCode.UPLOADING_IMAGE, () -> call(method, uri, target, query, all, body));
  }

  private HttpCall call(
      String method,
      URI uri,
      URI target,
      Map<String, String> query,
      Map<String, String> headers,
      HttpBody body)
      throws IOException {
    Map<String, String> signed =
        key.headers(method, uri, query, headers, body.length(), clock.instant());
    HttpCall call = HttpCall.of(method, target).timeouts(CONNECT, SILENCE).headers(signed);
    return method.equals("DELETE") ? call : call.body(body);
  }

  private JobErrorException refusal(String container, HttpAnswer answer) {
    String reason =
        switch (code(answer)) {
          case "ContainerNotFound" ->
              "The storage account %s has no container %s: create it, or name another"
                  .formatted(name, container);
          case "AuthenticationFailed",
              "AuthorizationFailure",
              "AuthorizationPermissionMismatch",
              "KeyBasedAuthenticationNotPermitted" ->
              "The storage account %s does not let the worker in: is the key the account's current"
                      .formatted(name)
                  + " one, are keys and this worker's network allowed, is this machine's clock"
                  + " right?";
          case "InvalidResourceName" ->
              "Azure does not take the name of the container %s or of the image"
                  .formatted(container);
          default ->
              "The storage account %s refused the image (%s)"
                  .formatted(name, code(answer).isEmpty() ? answer.status() : code(answer));
        };
    Matcher message = MESSAGE.matcher(answer.body());
    return new JobErrorException(
        JobErrorCode.UPLOADING_IMAGE,
        reason,
        message.find()
            ? message.group(1).lines().findFirst().orElse("")
            : "status " + answer.status());
  }

  private static String code(HttpAnswer answer) {
    return answer.header("x-ms-error-code").orElse("");
  }
}
