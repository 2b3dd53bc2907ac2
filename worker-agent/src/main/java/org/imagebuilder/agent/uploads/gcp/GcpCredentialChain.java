package org.imagebuilder.agent.uploads.gcp;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.errors.JobErrorException;
import org.jspecify.annotations.Nullable;

/**
 * Where credentials come from: the target, the worker's settings, then Google's own order
 * (environment, the file of its command line, the machine).
 */
final class GcpCredentialChain {

  /** Credentials, and what to call them when Google does not like them. */
  record Found(GcpCredentials credentials, GcpCredentialFile origin) {}

  private final GcpSettings settings;
  private final Map<String, String> environment;
  private final JsonMapper json;

  GcpCredentialChain(GcpSettings settings, Map<String, String> environment, JsonMapper json) {
    this.settings = settings;
    this.environment = Map.copyOf(environment);
    this.json = json;
  }

  Found find(byte @Nullable [] ofTarget) throws JobErrorException {
    if (ofTarget != null && ofTarget.length > 0) {
      GcpCredentialFile origin = new GcpCredentialFile("The target's credentials");
      return new Found(origin.parse(ofTarget, settings.google(), json), origin);
    }
    if (settings.credentials().isPresent()) {
      return file("The file of agent.gcp.credentials", settings.credentials().get());
    }
    Optional<String> named = variable("GOOGLE_APPLICATION_CREDENTIALS");
    if (named.isPresent()) {
      return file("The file of GOOGLE_APPLICATION_CREDENTIALS", Path.of(named.get()));
    }
    Path gcloud =
        Path.of(environment.getOrDefault("HOME", "/"))
            .resolve(".config/gcloud/application_default_credentials.json");
    if (Files.isReadable(gcloud)) {
      return file("The file of gcloud", gcloud);
    }
    return new Found(new GcpCredentials.Machine(), new GcpCredentialFile("The machine's account"));
  }

  private Found file(String name, Path file) throws JobErrorException {
    GcpCredentialFile origin = new GcpCredentialFile(name);
    return new Found(origin.read(file, settings.google(), json), origin);
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
  }
}
