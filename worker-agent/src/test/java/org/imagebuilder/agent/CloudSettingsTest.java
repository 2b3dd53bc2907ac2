package org.imagebuilder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloudSettingsTest {

  @TempDir private Path directory;

  @Test
  void a_check_names_a_setting_for_uploads_that_is_wrong() {
    String file = directory.resolve("nowhere").toString();
    AgentConfig config =
        config(Map.of("agent.azure.credentials", file, "agent.composer.url", "http://127.0.0.1:1"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    new Check(config).run(new PrintStream(out, true, StandardCharsets.UTF_8));

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("The file of agent.azure.credentials cannot be read: " + file);
  }

  @Test
  void no_threads_mean_the_usual_number() {
    assertThat(CloudUploaders.problems(config(Map.of("agent.azure.upload-threads", "0")), "azure"))
        .isEmpty();
  }

  @Test
  void fewer_threads_are_a_problem() {
    assertThat(CloudUploaders.problems(config(Map.of("agent.azure.upload-threads", "-1")), "azure"))
        .containsExactly("agent.azure.upload-threads has to be 0 or more: -1");
  }

  @Test
  void a_token_of_the_platform_means_that_uploads_to_aws_are_wanted() {
    AwsSection nothing = config(Map.of()).aws();

    boolean configured =
        AwsAccounts.isConfigured(nothing, Map.of("AWS_WEB_IDENTITY_TOKEN_FILE", "/token"));

    assertThat(configured).isTrue();
  }

  private AgentConfig config(Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(AgentConfig.class)
        .withDefaultValue("agent.cache-directory", directory.toString())
        .withDefaultValue("agent.work-directory", directory.toString())
        .withDefaultValues(values)
        .build()
        .getConfigMapping(AgentConfig.class);
  }
}
