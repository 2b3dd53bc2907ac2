package org.imagebuilder.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.imagebuilder.agent.composer.ComposerSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComposerAccessTest {

  private final Path there;

  ComposerAccessTest(@TempDir Path directory) throws IOException {
    there = Files.writeString(directory.resolve("there"), "something");
  }

  @Test
  void nothing_is_needed_for_a_plain_composer() throws Exception {
    ComposerSettings settings = access(Map.of()).settings();

    assertThat(settings.authentication()).isEmpty();
    assertThat(settings.proxy()).isEmpty();
  }

  @Test
  void a_secret_and_a_client_make_tokens() throws Exception {
    ComposerSettings settings = access(tokens()).settings();

    assertThat(settings.authentication().orElseThrow().clientSecret()).contains(there);
    assertThat(settings.identity()).isEmpty();
  }

  @Test
  void a_named_certificate_is_shown_beside_tokens() throws Exception {
    Map<String, String> both = new HashMap<>(tokens());
    both.put("agent.composer.client-certificate", there.toString());
    both.put("agent.composer.client-key", there.toString());

    assertThat(access(both).settings().identity()).isPresent();
  }

  @Test
  void a_certificate_without_its_key_is_refused() {
    assertThatThrownBy(
            () -> access(Map.of("agent.composer.client-certificate", there.toString())).settings())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("needs its key");
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "agent.composer.url, ftp://composer",
    "agent.composer.url, composer",
    "agent.composer.url, https://composer:99999",
    "agent.composer.proxy, https://proxy.example.com",
    "agent.composer.proxy, http://user:se cret@proxy.example.com",
    "agent.composer.ca-file, /not/there",
    "agent.composer.client-certificate, /not/there",
    "agent.composer.client-key, /not/there",
    "agent.authentication.oauth-url, nowhere",
    "agent.authentication.client-secret, /not/there",
    "agent.authentication.offline-token, /not/there",
  })
  void what_cannot_work_is_refused_with_its_key(String key, String value) {
    Map<String, String> settings = new HashMap<>(tokens());
    settings.put(key, value);

    assertThatThrownBy(() -> access(settings).settings())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(key)
        .hasMessageNotContaining("cret@");
  }

  @Test
  void tokens_need_a_client() {
    Map<String, String> settings = new HashMap<>(tokens());
    settings.remove("agent.authentication.client-id");

    assertThatThrownBy(() -> access(settings).settings())
        .hasMessageContaining("needs agent.authentication.client-id");
  }

  @Test
  void tokens_need_a_secret() {
    Map<String, String> settings = new HashMap<>(tokens());
    settings.remove("agent.authentication.client-secret");

    assertThatThrownBy(() -> access(settings).settings())
        .hasMessageContaining("agent.authentication.client-secret or")
        .hasMessageContaining("agent.authentication.offline-token");
  }

  private Map<String, String> tokens() {
    return Map.of(
        "agent.authentication.oauth-url",
        "https://sso.example.com/token",
        "agent.authentication.client-id",
        "worker",
        "agent.authentication.client-secret",
        there.toString());
  }

  private static ComposerAccess access(Map<String, String> settings) {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .addDiscoveredConverters()
            .withMapping(AgentConfig.class)
            .withDefaultValue("user.home", "/home/of/a/test")
            .withDefaultValue("java.io.tmpdir", "/tmp");
    settings.forEach(builder::withDefaultValue);
    return new ComposerAccess(builder.build().getConfigMapping(AgentConfig.class));
  }
}
