package org.imagebuilder.agent.uploads.azure;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpAnswer;
import org.imagebuilder.agent.http.HttpBody;
import org.imagebuilder.agent.http.HttpCall;
import org.imagebuilder.agent.uploads.CloudCaller;

/** Access tokens of the worker's application in one directory, renewed before they end. */
final class AzureTokens {

  private static final Duration SILENCE = Duration.ofSeconds(20);

  /** Longer than any single call takes. */
  private static final Duration SPARE = Duration.ofMinutes(5);

  private final AzureAccess access;
  private final AzureEndpoints azure;
  private final String tenant;
  private final CloudCaller caller;
  private final InstantSource clock;

  private String token = "";

  /** Of the token; from then on it is renewed. */
  private Instant end = Instant.MIN;

  AzureTokens(
      AzureAccess access,
      AzureEndpoints azure,
      String tenant,
      CloudCaller caller,
      InstantSource clock) {
    this.access = access;
    this.azure = azure;
    this.tenant = tenant;
    this.caller = caller;
    this.clock = clock;
  }

  String token() throws JobErrorException, InterruptedException {
    if (!clock.instant().isBefore(end)) {
      renew();
    }
    return token;
  }

  void forget() {
    end = Instant.MIN;
  }

  private void renew() throws JobErrorException, InterruptedException {
    Instant now = clock.instant();
    URI uri = azure.login().resolve("/" + CloudCaller.encoded(tenant) + "/oauth2/v2.0/token");
    String form =
        CloudCaller.encoded(
            Map.of(
                "grant_type", "client_credentials",
                "client_id", access.clientId(),
                "client_secret", access.clientSecret(),
                "scope", azure.scope()));
    HttpAnswer answer =
        caller.send(
            JobErrorCode.INVALID_TARGET_CONFIG,
            () ->
                HttpCall.of("POST", uri)
                    .timeouts(SILENCE, SILENCE)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .body(HttpBody.text(form)));
    JsonNode tree = caller.tree(answer);
    token = tree.path("access_token").asText();
    if (!answer.ok() || token.isEmpty()) {
      throw refusal(answer, tree);
    }
    Duration validity = Duration.ofSeconds(tree.path("expires_in").asLong());
    Duration spare = validity.compareTo(SPARE.multipliedBy(2)) > 0 ? SPARE : validity.dividedBy(2);
    end = now.plus(validity).minus(spare);
  }

  private JobErrorException refusal(HttpAnswer answer, JsonNode tree) {
    String error =
        // Java keeps the body of such an answer to itself.
        answer.status() == 401
            ? "invalid_client"
            : tree.path("error").asText("status " + answer.status());
    String reason =
        switch (error) {
          case "invalid_client" ->
              "Azure does not accept the worker's client_id and client_secret: renew the secret in"
                  + " the file of agent.azure.credentials";
          case "unauthorized_client" ->
              "The directory %s does not know the worker's application: register it there"
                  .formatted(tenant);
          case "invalid_request", "invalid_tenant" ->
              "Azure does not know the directory %s: check tenant_id".formatted(tenant);
          default -> "The worker cannot sign in to the directory %s (%s)".formatted(tenant, error);
        };
    String details =
        tree.path("error_description").asText("").lines().findFirst().orElse("no description");
    return new JobErrorException(JobErrorCode.INVALID_TARGET_CONFIG, reason, details);
  }
}
