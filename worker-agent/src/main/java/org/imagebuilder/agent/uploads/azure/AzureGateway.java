package org.imagebuilder.agent.uploads.azure;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpAnswer;
import org.imagebuilder.agent.http.HttpBody;
import org.imagebuilder.agent.http.HttpCall;
import org.imagebuilder.agent.http.Polling;
import org.imagebuilder.agent.uploads.CloudCaller;

/** Azure's resource manager, for one resource group. */
final class AzureGateway {

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration AT_MOST = Duration.ofHours(2);

  /** A list of storage accounts is long. */
  private static final int LONGEST_ANSWER = 8 << 20;

  private final CloudCaller caller;
  private final AzureTokens tokens;
  private final URI management;
  private final String subscription;
  private final String group;
  private final Duration pause;

  AzureGateway(
      CloudCaller caller,
      AzureTokens tokens,
      URI management,
      String subscription,
      String group,
      Duration pause) {
    this.caller = caller;
    this.tokens = tokens;
    this.management = management;
    this.subscription = subscription;
    this.group = group;
    this.pause = pause;
  }

  /**
   * What calls are for, to say it when one fails.
   *
   * @param code the number of that error
   * @param doing what was tried
   * @param permission what the worker's application needs for it
   */
  record Aim(JobErrorCode code, String doing, String permission) {}

  /** Of something in the group; empty: of the group itself. */
  URI uri(String path, String version) {
    return management.resolve(
        "/subscriptions/%s/resourceGroups/%s%s?api-version=%s"
            .formatted(
                CloudCaller.encoded(subscription), CloudCaller.encoded(group), path, version));
  }

  JsonNode get(Aim aim, URI uri) throws JobErrorException, InterruptedException {
    return ask(aim, HttpCall.of("GET", uri));
  }

  JsonNode post(Aim aim, URI uri) throws JobErrorException, InterruptedException {
    return ask(aim, HttpCall.of("POST", uri).body(HttpBody.nothing()));
  }

  /** Makes or changes something, and waits until Azure has done so. */
  void put(Aim aim, URI uri, JsonNode body) throws JobErrorException, InterruptedException {
    HttpCall call =
        HttpCall.of("PUT", uri)
            .header("Content-Type", "application/json")
            .body(HttpBody.text(body.toString()));
    HttpAnswer answer = send(aim, call);
    if (!answer.ok()) {
      throw refusal(aim, answer);
    }
    await(aim, answer);
  }

  boolean exists(Aim aim, URI uri) throws JobErrorException, InterruptedException {
    HttpAnswer answer = send(aim, HttpCall.of("GET", uri));
    if (!answer.ok() && answer.status() != 404) {
      throw refusal(aim, answer);
    }
    return answer.ok();
  }

  /** Something that is not there is fine. */
  void delete(Aim aim, URI uri) throws JobErrorException, InterruptedException {
    HttpAnswer answer = send(aim, HttpCall.of("DELETE", uri));
    if (!answer.ok() && answer.status() != 404) {
      throw refusal(aim, answer);
    }
  }

  private JsonNode ask(Aim aim, HttpCall call) throws JobErrorException, InterruptedException {
    HttpAnswer answer = send(aim, call);
    if (!answer.ok()) {
      throw refusal(aim, answer);
    }
    return caller.tree(answer);
  }

  /** Azure says in one of two headers where to ask how far it is. */
  private void await(Aim aim, HttpAnswer first) throws JobErrorException, InterruptedException {
    Optional<String> operation = first.header("azure-asyncoperation");
    Optional<String> location = first.header("location").filter(url -> first.status() == 202);
    if (operation.isEmpty() && location.isEmpty()) {
      return;
    }
    URI uri = own(aim, operation.or(() -> location).orElse(""));
    rest(first);
    HttpAnswer last =
        new Polling(pause, LONGEST_PAUSE, AT_MOST)
            .await(() -> asked(aim, uri, operation.isPresent()))
            .orElseThrow(
                () ->
                    JobErrorException.of(aim.code(), "Azure did not come to an end in two hours"));
    String status = caller.tree(last).path("status").asText("Succeeded");
    if (operation.isPresent() && !status.equalsIgnoreCase("Succeeded")) {
      JsonNode error = caller.tree(last).path("error");
      throw new JobErrorException(
          aim.code(),
          "Azure could not %s (%s)".formatted(aim.doing(), error.path("code").asText(status)),
          error.path("message").asText(status));
    }
  }

  /** Empty while Azure is at work. */
  private Optional<HttpAnswer> asked(Aim aim, URI uri, boolean operation)
      throws JobErrorException, InterruptedException {
    HttpAnswer answer = send(aim, HttpCall.of("GET", uri));
    if (!answer.ok()) {
      throw refusal(aim, answer);
    }
    String status = caller.tree(answer).path("status").asText();
    boolean ended =
        operation ? status.matches("(?i)Succeeded|Failed|Canceled") : answer.status() != 202;
    if (!ended) {
      rest(answer);
      return Optional.empty();
    }
    return Optional.of(answer);
  }

  private void rest(HttpAnswer answer) throws InterruptedException {
    Thread.sleep(CloudCaller.wanted(answer, Duration.ZERO, LONGEST_PAUSE));
  }

  /** The token goes to nobody else. */
  private URI own(Aim aim, String url) throws JobErrorException {
    try {
      URI uri = URI.create(url);
      if (management.getAuthority().equals(uri.getAuthority())
          && management.getScheme().equals(uri.getScheme())) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // The same sentence.
    }
    throw JobErrorException.of(aim.code(), "Azure refers to another host for the outcome");
  }

  private HttpAnswer send(Aim aim, HttpCall call) throws JobErrorException, InterruptedException {
    HttpAnswer answer = caller.send(aim.code(), () -> signed(call));
    if (answer.status() != 401) {
      return answer;
    }
    tokens.forget();
    return caller.send(aim.code(), () -> signed(call));
  }

  private HttpCall signed(HttpCall call) throws JobErrorException, InterruptedException {
    return call.longestAnswer(LONGEST_ANSWER).header("Authorization", "Bearer " + tokens.token());
  }

  private JobErrorException refusal(Aim aim, HttpAnswer answer) {
    JsonNode error = caller.tree(answer).path("error");
    String code = error.path("code").asText("status " + answer.status());
    String reason =
        switch (code) {
          case "AuthorizationFailed" ->
              "The worker's application may not %s: it needs %s"
                  .formatted(aim.doing(), aim.permission());
          case "ResourceGroupNotFound" ->
              "The subscription has no resource group %s: create it, or name another in"
                      .formatted(group)
                  + " resource_group";
          case "SubscriptionNotFound", "InvalidSubscriptionId" ->
              "Azure does not know the subscription %s, or the worker's application has no role in it"
                  .formatted(subscription);
          case "LocationNotAvailableForResourceType",
              "LocationNotAvailableForResourceGroup",
              "InvalidLocation" ->
              "Azure does not offer this in the location: name another in location";
          default ->
              answer.status() == 401
                  ? "Azure does not accept the worker's token"
                  : "Azure would not %s (%s)".formatted(aim.doing(), code);
        };
    return new JobErrorException(aim.code(), reason, error.path("message").asText(code));
  }
}
