package org.imagebuilder.agent.uploads.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.http.HttpAnswer;
import org.imagebuilder.agent.http.HttpCall;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpProxies;
import org.imagebuilder.agent.http.HttpTrust;
import org.jspecify.annotations.Nullable;

/** What an EC2 machine is told about itself, by its metadata service (version 2). */
final class Ec2Metadata {

  /** The service is in the machine, so to speak, so that it answers at once or is not there. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private static final String ROLES = "/latest/meta-data/iam/security-credentials/";
  private static final int NOT_FOUND = 404;

  private final URI service;
  private final JsonMapper json;
  private final HttpCaller caller = new HttpCaller(HttpTrust.usual(), HttpProxies.none());

  Ec2Metadata(URI service, JsonMapper json) {
    this.service = service;
    this.json = json;
  }

  JsonMapper json() {
    return json;
  }

  /** The keys of the machine's role; empty where there is no such service or no role. */
  Optional<AwsCredentials> credentials() throws InterruptedException {
    try {
      Optional<String> role = read(ROLES);
      Optional<String> keys =
          role.isEmpty()
              ? Optional.empty()
              : read(ROLES + role.get().lines().findFirst().orElse(""));
      return keys.isEmpty() ? Optional.empty() : credentials(json.readTree(keys.get()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Optional<AwsCredentials> credentials(JsonNode answer) {
    return AwsCredentials.of(
            answer.path("AccessKeyId").asText(),
            answer.path("SecretAccessKey").asText(),
            answer.path("Token").asText())
        .map(keys -> keys.until(instant(answer.path("Expiration").asText())));
  }

  private static @Nullable Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** One item; empty where the machine has none. Fails outside of EC2. */
  Optional<String> read(String path) throws IOException, InterruptedException {
    String token =
        call("PUT", "/latest/api/token", Map.of("X-aws-ec2-metadata-token-ttl-seconds", "300"))
            .orElseThrow(() -> new IOException("This is not the metadata service"));
    return call("GET", path, Map.of("X-aws-ec2-metadata-token", token));
  }

  private Optional<String> call(String method, String path, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpAnswer answer =
        caller.send(
            HttpCall.of(method, service.resolve(path)).headers(headers).timeouts(SOON, SOON));
    if (answer.status() == NOT_FOUND) {
      return Optional.empty();
    }
    if (!answer.ok()) {
      throw new IOException("The metadata service answers " + answer.status());
    }
    return Optional.of(answer.body().strip());
  }
}
