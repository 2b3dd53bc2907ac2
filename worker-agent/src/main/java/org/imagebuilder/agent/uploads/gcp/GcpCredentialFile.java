package org.imagebuilder.agent.uploads.gcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.util.Optional;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.uploads.PemKey;

/**
 * JSON that Google hands out as credentials.
 *
 * @param name what it is called in errors
 */
record GcpCredentialFile(String name) {

  GcpCredentials read(Path file, GcpEndpoints google, JsonMapper json) throws JobErrorException {
    try {
      return parse(Files.readAllBytes(file), google, json);
    } catch (IOException e) {
      throw fault("cannot be read, " + file);
    }
  }

  GcpCredentials parse(byte[] content, GcpEndpoints google, JsonMapper json)
      throws JobErrorException {
    JsonNode tree = tree(content, json);
    String type = tree.path("type").asText();
    return switch (type) {
      case "service_account" -> serviceAccount(tree, google);
      case "authorized_user" ->
          new GcpCredentials.AuthorizedUser(
              needed(tree, "client_id"),
              needed(tree, "client_secret"),
              needed(tree, "refresh_token"),
              text(tree, "quota_project_id"));
      default ->
          throw fault(
              type.isEmpty()
                  ? "type is missing; give the JSON key of a service account"
                  : "the type %s is not supported; give the JSON key of a service account"
                      .formatted(type));
    };
  }

  private GcpCredentials serviceAccount(JsonNode tree, GcpEndpoints google)
      throws JobErrorException {
    try {
      return new GcpCredentials.ServiceAccount(
          needed(tree, "client_email"),
          text(tree, "private_key_id"),
          PemKey.parse(needed(tree, "private_key")),
          tokens(tree, google),
          text(tree, "project_id"));
    } catch (InvalidKeyException e) {
      throw fault("private_key " + e.getMessage());
    }
  }

  /** What is sent there lets the receiver act for the account. */
  private URI tokens(JsonNode tree, GcpEndpoints google) throws JobErrorException {
    try {
      URI uri = text(tree, "token_uri").map(URI::create).orElse(google.token());
      if ("https".equals(uri.getScheme()) || uri.equals(google.token())) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // The same sentence.
    }
    throw fault("token_uri is no https URL");
  }

  private JsonNode tree(byte[] content, JsonMapper json) throws JobErrorException {
    try {
      return json.readTree(content);
    } catch (JsonProcessingException e) {
      // Its message may repeat the content.
      throw fault("not JSON");
    } catch (IOException e) {
      throw fault("not readable");
    }
  }

  private String needed(JsonNode tree, String member) throws JobErrorException {
    return text(tree, member).orElseThrow(() -> fault(member + " is missing"));
  }

  private static Optional<String> text(JsonNode tree, String member) {
    return Optional.of(tree.path(member).asText()).filter(text -> !text.isBlank());
  }

  private JobErrorException fault(String what) {
    return new JobErrorException(JobErrorCode.INVALID_TARGET_CONFIG, name + ": " + what);
  }
}
