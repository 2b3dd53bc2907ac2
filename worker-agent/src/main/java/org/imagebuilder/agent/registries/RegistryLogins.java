package org.imagebuilder.agent.registries;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;

/** Names and passwords for registries, in the file that podman, skopeo and docker share. */
public final class RegistryLogins {

  private static final String DOCKER_HUB = "https://index.docker.io/v1/";

  private final Optional<Path> file;
  private final JsonMapper json;

  /** Without a file nobody is known anywhere. */
  public RegistryLogins(Optional<Path> file, JsonMapper json) {
    this.file = file;
    this.json = json;
  }

  /**
   * Name and password in base64, as HTTP wants them; the longest matching name in the file wins.
   */
  public Optional<String> find(ImageReference image) throws JobErrorException {
    if (file.isEmpty()) {
      return Optional.empty();
    }
    JsonNode logins = read(file.get());
    for (String name = image.name(); !name.isEmpty(); name = parent(name)) {
      String login = logins.path(name).path("auth").asText();
      if (!login.isEmpty()) {
        return Optional.of(login);
      }
    }
    String hub = logins.path(DOCKER_HUB).path("auth").asText();
    return image.registry().equals("docker.io") && !hub.isEmpty()
        ? Optional.of(hub)
        : Optional.empty();
  }

  /** What is wrong with the file, as a sentence. */
  public Optional<String> problem() {
    try {
      if (file.isPresent()) {
        read(file.get());
      }
      return Optional.empty();
    } catch (JobErrorException e) {
      return Optional.of(e.reason());
    }
  }

  private JsonNode read(Path path) throws JobErrorException {
    try {
      return json.readTree(Files.readString(path)).path("auths");
    } catch (JsonProcessingException e) {
      // Its message would quote the file.
      throw unusable(path, "it is not JSON");
    } catch (IOException e) {
      throw unusable(path, "it cannot be read");
    }
  }

  private static JobErrorException unusable(Path path, String why) {
    return new JobErrorException(
        JobErrorCode.INVALID_CONFIG,
        "The worker's file of registry logins (agent.containers.auth-file-path) %s is of no use: %s"
            .formatted(path, why));
  }

  private static String parent(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }
}
