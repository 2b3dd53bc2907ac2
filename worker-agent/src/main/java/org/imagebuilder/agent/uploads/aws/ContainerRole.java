package org.imagebuilder.agent.uploads.aws;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.http.HttpAnswer;
import org.imagebuilder.agent.http.HttpCall;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpProxies;
import org.imagebuilder.agent.http.HttpTrust;
import org.jboss.logging.Logger;

/** The credentials of the role that a container has, from the agent of its platform. */
final class ContainerRole {

  private static final Logger LOG = Logger.getLogger(ContainerRole.class);
  private static final String ECS = "http://169.254.170.2";

  private final Map<String, String> environment;
  private final JsonMapper json;
  private final HttpCaller caller = new HttpCaller(HttpTrust.usual(), HttpProxies.none());

  ContainerRole(Map<String, String> environment, JsonMapper json) {
    this.environment = environment;
    this.json = json;
  }

  /** Empty outside of such a container. */
  Optional<AwsCredentials> credentials() throws InterruptedException {
    String relative = environment.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
    String full = environment.get("AWS_CONTAINER_CREDENTIALS_FULL_URI");
    if (relative == null && full == null) {
      return Optional.empty();
    }
    try {
      URI uri = URI.create(relative == null ? String.valueOf(full) : ECS + relative);
      HttpCall call = HttpCall.of("GET", uri);
      Optional<String> token = token();
      HttpAnswer answer =
          caller.send(token.isPresent() ? call.header("Authorization", token.get()) : call);
      return Ec2Metadata.credentials(json.readTree(answer.ok() ? answer.body() : "{}"));
    } catch (IOException | IllegalArgumentException e) {
      LOG.warnf("The container's role gives no credentials, reason=%s", e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<String> token() throws IOException {
    String file = environment.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    return file == null
        ? Optional.ofNullable(environment.get("AWS_CONTAINER_AUTHORIZATION_TOKEN"))
        : Optional.of(Files.readString(Path.of(file)).strip());
  }
}
