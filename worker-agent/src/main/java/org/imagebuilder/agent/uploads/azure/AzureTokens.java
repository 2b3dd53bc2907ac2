package org.imagebuilder.agent.uploads.azure;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpAnswer;
import org.imagebuilder.agent.uploads.CloudCaller;
import org.imagebuilder.agent.uploads.RenewedToken;

/** Access tokens of the worker's application in one directory, renewed before they end. */
final class AzureTokens {

  /** Longer than any single call takes. */
  private static final Duration SPARE = Duration.ofMinutes(5);

  private final AzureAccess access;
  private final AzureEndpoints azure;
  private final String tenant;
  private final CloudCaller caller;
  private final RenewedToken token;

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
    this.token = new RenewedToken(this::fetch, SPARE, clock);
  }

  String token() throws JobErrorException, InterruptedException {
    return token.token();
  }

  void forget() {
    token.forget();
  }

  private RenewedToken.Fresh fetch() throws JobErrorException, InterruptedException {
    URI uri = azure.login().resolve("/" + CloudCaller.encoded(tenant) + "/oauth2/v2.0/token");
    HttpAnswer answer =
        caller.form(
            uri,
            Map.of(
                "grant_type", "client_credentials",
                "client_id", access.clientId(),
                "client_secret", access.clientSecret(),
                "scope", azure.scope()));
    JsonNode tree = caller.tree(answer);
    String value = tree.path("access_token").asText();
    if (!answer.ok() || value.isEmpty()) {
      throw refusal(answer, tree);
    }
    return new RenewedToken.Fresh(value, Duration.ofSeconds(tree.path("expires_in").asLong()));
  }

  private JobErrorException refusal(HttpAnswer answer, JsonNode tree) {
    String error = tree.path("error").asText("status " + answer.status());
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
