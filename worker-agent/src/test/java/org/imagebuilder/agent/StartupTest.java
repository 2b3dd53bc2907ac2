package org.imagebuilder.agent;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.settings.SettingsFile;
import org.imagebuilder.agent.settings.SettingsSource;
import org.imagebuilder.agent.settings.UnusableSettingsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartupTest {

  private final Path file;

  StartupTest(@TempDir Path directory) {
    file = directory.resolve("worker.toml");
  }

  @AfterEach
  void forget() {
    SettingsSource.use(Map.of());
  }

  @Test
  void the_argument_names_the_file_before_the_environment() {
    CommandLine.Settings named =
        new CommandLine.Settings(Optional.of(Path.of("/a.toml")), Optional.empty());

    assertThat(Startup.file(named, Map.of("AGENT_CONFIG_FILE", "/b.toml")))
        .isEqualTo(Path.of("/a.toml"));
  }

  @Test
  void the_environment_names_the_file_before_the_default() {
    assertThat(Startup.file(CommandLine.Settings.NONE, Map.of("AGENT_CONFIG_FILE", "/b.toml")))
        .isEqualTo(Path.of("/b.toml"));
  }

  @Test
  void nobody_names_the_predecessors_file() {
    assertThat(Startup.file(CommandLine.Settings.NONE, Map.of("AGENT_CONFIG_FILE", " ")))
        .isEqualTo(Path.of("/etc/osbuild-worker/osbuild-worker.toml"));
  }

  @Test
  void a_named_file_has_to_be_there() {
    assertThatThrownBy(() -> Startup.read(file, true))
        .isInstanceOf(UnusableSettingsException.class)
        .hasMessageContaining(file + " does not exist");
  }

  @Test
  void the_default_file_may_be_missing() throws Exception {
    assertThat(Startup.read(file, false).values()).isEmpty();
  }

  @Test
  void an_address_means_the_predecessors_base_path() {
    CommandLine.Settings address =
        new CommandLine.Settings(Optional.empty(), Optional.of(URI.create("https://c:8700")));

    assertThat(Startup.values(address, SettingsFile.none()))
        .containsEntry("agent.composer.base-path", "/api/worker/v1");
  }

  @Test
  void a_base_path_in_the_file_stands_beside_an_address() {
    CommandLine.Settings address =
        new CommandLine.Settings(Optional.empty(), Optional.of(URI.create("https://c:8700")));
    SettingsFile read = new SettingsFile(Map.of("agent.composer.base-path", "/x"), List.of());

    assertThat(Startup.values(address, read)).containsEntry("agent.composer.base-path", "/x");
  }

  @Test
  void the_file_comes_before_properties_and_after_the_environment() throws Exception {
    SmallRyeConfig config =
        config(
            "[composer]\nproxy = \"http://file:1\"\n[aws]\nbucket = \"file\"\n",
            Map.of("AGENT_AWS_BUCKET", "environment"),
            Map.of("agent.composer.proxy", "http://properties:1", "agent.arch", "properties"));

    AgentConfig agent = config.getConfigMapping(AgentConfig.class);
    assertThat(agent.composer().proxy()).contains("http://file:1");
    assertThat(config.getRawValue("agent.aws.bucket")).isEqualTo("environment");
    assertThat(agent.arch()).contains("properties");
  }

  @Test
  void what_looks_like_a_reference_is_only_text() throws Exception {
    SmallRyeConfig config =
        config("authentication.client_id = '/opt/${x}/$$y\\z'\n", Map.of(), Map.of());

    assertThat(config.getConfigValue("agent.authentication.client-id").getValue())
        .isEqualTo("/opt/${x}/$$y\\z");
  }

  @Test
  void every_key_of_the_file_is_one_of_the_agents() throws Exception {
    SmallRyeConfig config = config(Files.readString(example()), Map.of(), Map.of());

    AgentConfig agent = config.getConfigMapping(AgentConfig.class);
    assertThat(requireNonNull(agent.koji().get("koji.example.com")).principal())
        .contains("worker@EXAMPLE.COM");
    assertThat(agent.authentication().clientSecret()).contains(Path.of("/etc/worker/secret"));
    assertThat(agent.deploymentChannel()).isEqualTo("staging");
  }

  @Test
  void the_service_managers_directories_are_the_defaults() throws Exception {
    SmallRyeConfig config =
        config(
            "",
            Map.of("CACHE_DIRECTORY", "/var/cache/worker", "STATE_DIRECTORY", "/var/lib/worker"),
            Map.of());

    AgentConfig agent = config.getConfigMapping(AgentConfig.class);
    assertThat(agent.cacheDirectory()).isEqualTo(Path.of("/var/cache/worker"));
    assertThat(agent.workDirectory()).isEqualTo(Path.of("/var/lib/worker"));
  }

  @ParameterizedTest
  @CsvSource({
    "AWS_EC2_METADATA_SERVICE_ENDPOINT, no url",
    "AWS_EC2_METADATA_SERVICE_ENDPOINT, 169.254.169.254",
    "HTTPS_PROXY, https://proxy.example.com"
  })
  void a_variable_of_no_use_ends_the_start_with_its_name(String name, String value) {
    assertThatThrownBy(() -> Startup.checkVariables(Map.of(name, value)))
        .isInstanceOf(UnusableSettingsException.class)
        .hasMessageContaining("the variable " + name);
  }

  private static Path example() throws Exception {
    return Path.of(StartupTest.class.getResource("/osbuild-worker.toml").toURI());
  }

  private SmallRyeConfig config(
      String text, Map<String, String> environment, Map<String, String> properties)
      throws Exception {
    Files.writeString(file, text);
    SettingsSource.use(SettingsFile.read(file).orElseThrow().values());
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .addDiscoveredConverters()
        .addDiscoveredSources()
        .withSources(
            new EnvConfigSource(environment, 300),
            new PropertiesConfigSource(properties, "config/application.properties", 260))
        .withMapping(AgentConfig.class)
        .withDefaultValue("user.home", "/home/of/a/test")
        .withDefaultValue("java.io.tmpdir", "/tmp")
        .build();
  }
}
