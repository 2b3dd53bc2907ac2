package org.imagebuilder.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.contract.worker.model.Target;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.jobs.Json;
import org.imagebuilder.agent.testing.Examples;
import org.imagebuilder.agent.tools.ToolRunner;
import org.imagebuilder.agent.uploads.Uploaders;
import org.imagebuilder.agent.uploads.koji.KojiHub;
import org.imagebuilder.agent.uploads.koji.KojiUploader;
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

  @Test
  void without_kinit_a_build_for_koji_does_not_begin() throws Exception {
    KojiHub hub = hub(Map.of("agent.tools.kinit", "/nowhere/kinit"));
    Uploaders uploaders =
        new Uploaders(List.of(new KojiUploader(hub, Json.mapper())), Json.mapper());
    Target target = Json.mapper().treeToValue(Examples.target("org.osbuild.koji"), Target.class);

    JobErrorException failure =
        catchThrowableOfType(JobErrorException.class, () -> uploaders.check(List.of(target)));

    assertThat(failure.code()).isEqualTo(JobErrorCode.INVALID_TARGET_CONFIG);
    assertThat(failure.reason()).contains("org.osbuild.koji", "krb5-user", "agent.tools.kinit");
  }

  private Optional<String> problem(Map<String, String> account) {
    Map<String, String> settings = new HashMap<>();
    account.forEach((key, value) -> settings.put("agent.koji.\"koji.example.com\"." + key, value));
    return hub(settings).problem();
  }

  private KojiHub hub(Map<String, String> settings) {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(AgentConfig.class);
    settings.forEach(builder::withDefaultValue);
    SmallRyeConfig config = builder.build();
    return KojiHubs.of(config.getConfigMapping(AgentConfig.class), new ToolRunner(directory));
  }
}
