package org.imagebuilder.agent.uploads.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.http.HttpAnswer;
import org.imagebuilder.agent.http.HttpCall;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpProxies;
import org.imagebuilder.agent.http.HttpTrust;

/** The credentials of the role that an EC2 machine has, from its metadata service (version 2). */
final class Ec2Metadata {

  /** Its packets must not leave the machine, so that it is near or not there. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private static final String ROLES = "/latest/meta-data/iam/security-credentials/";

  private final URI service;
  private final JsonMapper json;
  private final HttpCaller caller = new HttpCaller(HttpTrust.usual(), HttpProxies.none());

  Ec2Metadata(URI service, JsonMapper json) {
    this.service = service;
    this.json = json;
  }

  /** Empty where there is no such service, as everywhere but in EC2. */
  Optional<AwsCredentials> credentials() throws InterruptedException {
    try {
      String token =
          call("PUT", "/latest/api/token", Map.of("X-aws-ec2-metadata-token-ttl-seconds", "300"));
      Map<String, String> headers = Map.of("X-aws-ec2-metadata-token", token);
      String role = call("GET", ROLES, headers).strip();
      JsonNode answer = json.readTree(call("GET", ROLES + role, headers));
      return AwsCredentialChain.credentials(
          answer.path("AccessKeyId").asText(),
          answer.path("SecretAccessKey").asText(),
          answer.path("Token").asText());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private String call(String method, String path, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpAnswer answer =
        caller.send(
            HttpCall.of(method, service.resolve(path)).headers(headers).timeouts(SOON, SOON));
    if (!answer.ok()) {
      throw new IOException("status " + answer.status());
    }
    return answer.body();
  }
}
