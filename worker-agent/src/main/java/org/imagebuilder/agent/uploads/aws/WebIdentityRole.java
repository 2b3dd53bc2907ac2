package org.imagebuilder.agent.uploads.aws;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpBody;
import org.imagebuilder.agent.http.HttpCall;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpProxies;
import org.imagebuilder.agent.http.HttpRetry;
import org.imagebuilder.agent.http.HttpTrust;
import org.jspecify.annotations.Nullable;

/** The role that a token of the platform lets the worker take, as Kubernetes hands it out. */
final class WebIdentityRole {

  private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final String SESSION = "imagebuilder-worker";

  private final Map<String, String> environment;

  WebIdentityRole(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Whoever runs the agent gave it such a token. */
  boolean isSet() {
    return text("AWS_WEB_IDENTITY_TOKEN_FILE").isPresent() && text("AWS_ROLE_ARN").isPresent();
  }

  /** The file is read each time: the platform renews what is in it. */
  AwsCredentials credentials() throws JobErrorException, InterruptedException {
    Path file = Path.of(text("AWS_WEB_IDENTITY_TOKEN_FILE").orElseThrow());
    String role = text("AWS_ROLE_ARN").orElseThrow();
    try {
      HttpBody form =
          HttpBody.text(
              AwsEncoding.query(
                  Map.of(
                      "Action",
                      "AssumeRoleWithWebIdentity",
                      "Version",
                      "2011-06-15",
                      "RoleArn",
                      role,
                      "RoleSessionName",
                      text("AWS_ROLE_SESSION_NAME").orElse(SESSION),
                      "WebIdentityToken",
                      Files.readString(file).strip())));
      HttpCall call = HttpCall.of("POST", endpoint()).header("Content-Type", FORM).body(form);
      AwsAnswer answer =
          AwsAnswer.of(
              new HttpCaller(HttpTrust.usual(), HttpProxies.of(environment))
                  .send(AwsAnswer.retry(HttpRetry.from(PAUSE)), () -> call));
      if (!answer.ok()) {
        throw unusable(role, answer.problem());
      }
      return read(answer).orElseThrow(() -> unusable(role, "The answer has no credentials"));
    } catch (IOException | IllegalArgumentException e) {
      throw unusable(role, String.valueOf(e.getMessage()));
    }
  }

  private static Optional<AwsCredentials> read(AwsAnswer answer) {
    return AwsCredentials.of(
            answer.element("AccessKeyId").orElse(null),
            answer.element("SecretAccessKey").orElse(null),
            answer.element("SessionToken").orElse(null))
        .map(keys -> keys.until(instant(answer.element("Expiration").orElse(""))));
  }

  private static @Nullable Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private URI endpoint() {
    Optional<String> region =
        text("AWS_REGION").or(() -> text("AWS_DEFAULT_REGION")).filter(AwsAccount::isRegion);
    return URI.create(
        text("AWS_ENDPOINT_URL_STS")
            .or(() -> text("AWS_ENDPOINT_URL"))
            .orElseGet(
                () ->
                    "https://"
                        + region
                            .map(name -> AwsAccount.host("sts", name))
                            .orElse("sts.amazonaws.com")));
  }

  private Optional<String> text(String name) {
    return AwsAccount.text(environment.get(name));
  }

  private static JobErrorException unusable(String role, String why) {
    return new JobErrorException(
        JobErrorCode.INVALID_CONFIG,
        "The worker cannot take the role %s by its web identity: check AWS_ROLE_ARN, the token in"
                .formatted(role)
            + " AWS_WEB_IDENTITY_TOKEN_FILE, and whom the role trusts",
        why);
  }
}
