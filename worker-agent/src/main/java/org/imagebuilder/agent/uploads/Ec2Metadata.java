package org.imagebuilder.agent.uploads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The credentials of the role that an EC2 machine has, from its metadata service (version 2). */
final class Ec2Metadata {

  private static final int MILLIS = 1_000;
  private static final String ROLES = "/latest/meta-data/iam/security-credentials/";

  private final URI service;
  private final JsonMapper json;

  Ec2Metadata(URI service, JsonMapper json) {
    this.service = service;
    this.json = json;
  }

  /** Empty where there is no such service, as everywhere but in EC2. */
  Optional<S3Credentials> credentials() throws InterruptedException {
    try {
      String token =
          call("PUT", "/latest/api/token", Map.of("X-aws-ec2-metadata-token-ttl-seconds", "300"));
      Map<String, String> headers = Map.of("X-aws-ec2-metadata-token", token);
      String role = call("GET", ROLES, headers).strip();
      JsonNode answer = json.readTree(call("GET", ROLES + role, headers));
      return S3CredentialChain.credentials(
          answer.path("AccessKeyId").asText(),
          answer.path("SecretAccessKey").asText(),
          answer.path("Token").asText());
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return Optional.empty();
    }
  }

  private String call(String method, String path, Map<String, String> headers) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) service.resolve(path).toURL().openConnection();
    try {
      connection.setRequestMethod(method);
      connection.setConnectTimeout(MILLIS);
      connection.setReadTimeout(MILLIS);
      headers.forEach(connection::setRequestProperty);
      try (InputStream answer = connection.getInputStream()) {
        return new String(answer.readNBytes(1 << 16), StandardCharsets.UTF_8);
      }
    } finally {
      connection.disconnect();
    }
  }
}
