package org.imagebuilder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.tools.ToolRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KojiHubsTest {

  private final Path directory;
  private final Path keytab;

  KojiHubsTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    this.keytab = Files.createFile(directory.resolve("keytab"));
  }

  @Test
  void an_account_is_set_by_the_name_of_its_host() {
    assertThat(problem(Map.of("principal", "me@EXAMPLE.COM", "keytab", keytab.toString())))
        .isEmpty();
  }

  @Test
  void an_account_without_a_keytab_is_named() {
    assertThat(problem(Map.of("principal", "me@EXAMPLE.COM")))
        .contains("Set agent.koji.\"koji.example.com\".keytab");
  }

  @Test
  void a_factor_below_one_is_refused() {
    assertThat(
            problem(
                Map.of(
                    "principal", "me@EXAMPLE.COM",
                    "keytab", keytab.toString(),
                    "relax-timeout-factor", "0")))
        .hasValueSatisfying(problem -> assertThat(problem).contains("relax-timeout-factor", "0"));
  }

  private Optional<String> problem(Map<String, String> account) {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(AgentConfig.class);
    account.forEach(
        (key, value) -> builder.withDefaultValue("agent.koji.\"koji.example.com\"." + key, value));
    SmallRyeConfig config = builder.build();
    return KojiHubs.of(config.getConfigMapping(AgentConfig.class), new ToolRunner(directory))
        .problem();
  }
}
