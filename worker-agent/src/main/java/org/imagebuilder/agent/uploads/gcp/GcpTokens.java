package org.imagebuilder.agent.uploads.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpAnswer;
import org.imagebuilder.agent.uploads.CloudCaller;
import org.imagebuilder.agent.uploads.RenewedToken;

/** Access tokens of one account: one at a time, renewed before it ends. */
final class GcpTokens {

  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final Duration ASKED_FOR = Duration.ofHours(1);

  /** Longer than any single call takes. */
  private static final Duration SPARE = Duration.ofMinutes(10);

  private final GcpCredentialChain.Found found;
  private final GcpMetadata metadata;
  private final CloudCaller caller;
  private final JsonMapper json;
  private final InstantSource clock;
  private final RenewedToken token;

  GcpTokens(
      GcpCredentialChain.Found found,
      GcpMetadata metadata,
      CloudCaller caller,
      JsonMapper json,
      InstantSource clock) {
    this.found = found;
    this.metadata = metadata;
    this.caller = caller;
    this.json = json;
    this.clock = clock;
    this.token = new RenewedToken(this::fetch, SPARE, clock);
  }

  String token() throws JobErrorException, InterruptedException {
    return token.token();
  }

  void forget() {
    token.forget();
  }

  private RenewedToken.Fresh fetch() throws JobErrorException, InterruptedException {
    JsonNode answer =
        switch (found.credentials()) {
          case GcpCredentials.ServiceAccount account ->
              ask(
                  account.tokens(),
                  Map.of(
                      "grant_type",
                      "urn:ietf:params:oauth:grant-type:jwt-bearer",
                      "assertion",
                      assertion(account, clock.instant())));
          case GcpCredentials.AuthorizedUser user ->
              ask(
                  metadata.google().token(),
                  Map.of(
                      "grant_type", "refresh_token",
                      "client_id", user.clientId(),
                      "client_secret", user.clientSecret(),
                      "refresh_token", user.refreshToken()));
          case GcpCredentials.Machine machine -> metadata.token();
        };
    String value = answer.path("access_token").asText();
    if (value.isEmpty()) {
      throw fault("Google gave no token for them", Optional.empty());
    }
    return new RenewedToken.Fresh(value, Duration.ofSeconds(answer.path("expires_in").asLong()));
  }

  private JsonNode ask(URI tokens, Map<String, String> form)
      throws JobErrorException, InterruptedException {
    HttpAnswer answer = caller.form(tokens, form);
    JsonNode tree = caller.tree(answer);
    if (!answer.ok()) {
      throw fault(
          "refused by Google (%s). Is the key still valid, and this machine's clock right?"
              .formatted(tree.path("error").asText("status " + answer.status())),
          Optional.of(tree.path("error_description").asText()).filter(text -> !text.isEmpty()));
    }
    return tree;
  }

  /** What the account signs to show that it is itself. */
  private String assertion(GcpCredentials.ServiceAccount account, Instant now) {
    ObjectNode header = json.createObjectNode().put("alg", "RS256").put("typ", "JWT");
    account.keyId().ifPresent(id -> header.put("kid", id));
    ObjectNode claims =
        json.createObjectNode()
            .put("iss", account.email())
            .put("scope", SCOPE)
            .put("aud", account.tokens().toString())
            .put("iat", now.getEpochSecond())
            .put("exp", now.plus(ASKED_FOR).getEpochSecond());
    String text = base64(bytes(header)) + "." + base64(bytes(claims));
    return text + "." + base64(account.key().sign(text));
  }

  private static byte[] bytes(JsonNode tree) {
    return tree.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private JobErrorException fault(String what, Optional<String> details) {
    String reason = found.origin().name() + ": " + what;
    return details
        .map(text -> new JobErrorException(JobErrorCode.INVALID_TARGET_CONFIG, reason, text))
        .orElseGet(() -> new JobErrorException(JobErrorCode.INVALID_TARGET_CONFIG, reason));
  }
}
