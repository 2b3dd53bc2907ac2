package org.imagebuilder.agent.uploads.azure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;

/** The application as which the worker signs in to Azure. */
record AzureAccess(String clientId, String clientSecret) {

  private static final String SETTING = "The file of agent.azure.credentials";

  static AzureAccess read(Path file) throws JobErrorException {
    try {
      JsonNode tree = new TomlMapper().readTree(Files.readString(file));
      return new AzureAccess(needed(tree, "client_id"), needed(tree, "client_secret"));
    } catch (JsonProcessingException e) {
      // Its message may repeat the content.
      throw fault(SETTING + " is not TOML: " + file);
    } catch (IOException e) {
      throw fault(SETTING + " cannot be read: " + file);
    }
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "AzureAccess[" + clientId + "]";
  }

  private static String needed(JsonNode tree, String key) throws JobErrorException {
    String value = tree.path(key).asText().strip();
    if (value.isEmpty()) {
      throw fault(SETTING + " has no " + key);
    }
    return value;
  }

  private static JobErrorException fault(String reason) {
    return new JobErrorException(JobErrorCode.INVALID_TARGET_CONFIG, reason);
  }
}
