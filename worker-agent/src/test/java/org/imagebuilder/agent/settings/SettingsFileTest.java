package org.imagebuilder.agent.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsFileTest {

  private final Path file;

  SettingsFileTest(@TempDir Path directory) {
    file = directory.resolve("osbuild-worker.toml");
  }

  @Test
  void keys_get_the_agents_names() throws Exception {
    SettingsFile read =
        read(
            """
            base_path = "/api/worker/v1"
            clean_store = true
            [composer]
            proxy = "http://proxy.example:3128"
            [azure]
            credentials = "/etc/osbuild-worker/azure.toml"
            upload_threads = 8
            """);

    assertThat(read.values())
        .containsEntry("agent.composer.base-path", "/api/worker/v1")
        .containsEntry("agent.clean-store", "true")
        .containsEntry("agent.composer.proxy", "http://proxy.example:3128")
        .containsEntry("agent.azure.credentials", "/etc/osbuild-worker/azure.toml")
        .containsEntry("agent.azure.upload-threads", "8")
        .hasSize(5);
    assertThat(read.warnings()).isEmpty();
  }

  @Test
  void each_koji_server_has_its_own_keys() throws Exception {
    SettingsFile read =
        read(
            """
            [koji."koji.example.com"]
            relax_timeout_factor = 5
            [koji."koji.example.com".kerberos]
            principal = "worker@EXAMPLE.COM"
            keytab = "/etc/koji.keytab"
            [koji.localhost.kerberos]
            principal = "me"
            keytab = "/other"
            """);

    assertThat(read.values())
        .containsEntry("agent.koji.\"koji.example.com\".relax-timeout-factor", "5")
        .containsEntry("agent.koji.\"koji.example.com\".principal", "worker@EXAMPLE.COM")
        .containsEntry("agent.koji.\"koji.example.com\".keytab", "/etc/koji.keytab")
        .containsEntry("agent.koji.\"localhost\".principal", "me")
        .hasSize(5);
  }

  @Test
  void a_koji_server_without_kerberos_is_left_out_with_a_word() throws Exception {
    SettingsFile read = read("[koji.\"koji.example.com\"]\nrelax_timeout_factor = 5\n");

    assertThat(read.values()).isEmpty();
    assertThat(read.warnings())
        .singleElement()
        .asString()
        .contains("koji.\"koji.example.com\" has no table kerberos", "line 1");
  }

  @Test
  void a_section_for_containers_that_does_not_say_so_does_not_verify() throws Exception {
    assertThat(read("[containers]\ndomain = \"quay.io\"\n").values())
        .containsEntry("agent.containers.tls-verify", "false");
  }

  @Test
  void without_a_section_for_containers_nothing_is_said_about_them() throws Exception {
    assertThat(read("clean_store = false\n").values()).containsOnlyKeys("agent.clean-store");
  }

  @Test
  void what_is_empty_or_zero_is_not_set() throws Exception {
    assertThat(read("[azure]\nupload_threads = 0\ncredentials = \"\"\n").values()).isEmpty();
  }

  @Test
  void unknown_keys_are_named_with_their_lines() throws Exception {
    SettingsFile read =
        read(
            """
            colour = "blue"
            [gcp]
            bucket = "b"
            [pulp]
            credentials = "/etc/pulp"
            [gcp.more]
            deep = 1
            """);

    assertThat(read.values()).containsOnlyKeys("agent.gcp.bucket");
    assertThat(read.warnings())
        .anySatisfy(line -> assertThat(line).contains("colour ", "line 1"))
        .anySatisfy(line -> assertThat(line).contains("pulp ", "line 4"))
        .anySatisfy(line -> assertThat(line).contains("gcp.more ", "line 6"))
        .hasSize(3);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "base_path = 7 | base_path has to be a path in quotes",
        "base_path = \"api\" | base_path has to be a path in quotes",
        "clean_store = \"yes\" | clean_store has to be true or false",
        "deployment_channel = \"%n\" | deployment_channel has to be a text in quotes of letters",
        "azure.upload_threads = -1 | azure.upload_threads has to be a whole number from 0 up",
        "azure.upload_threads = \"8\" | azure.upload_threads has to be a whole number",
        "azure.upload_threads = 99999999999 | azure.upload_threads has to be a whole number",
        "composer.proxy = \"proxy\" | composer.proxy has to be a URL in quotes",
        "repository_mtls.baseurl = \"a b\" | repository_mtls.baseurl has to be a URL in quotes",
        "gcp = \"x\" | gcp has to be a table: [gcp]",
        "gcp.bucket = [\"x\"] | gcp.bucket has to be a text in quotes",
      })
  void a_value_of_the_wrong_kind_is_named_with_file_line_and_key(String line, String problem) {
    assertThatThrownBy(() -> read("# first\n\n" + line + "\n"))
        .isInstanceOf(UnusableSettingsException.class)
        .hasMessageContaining(file + ", line 3: " + problem);
  }

  @Test
  void a_wrong_value_in_a_table_is_found_in_its_line() {
    assertThatThrownBy(
            () ->
                read("[aws]\nbucket = \"b\"\n\n[ generic_s3 ]\n  bucket = \"c\"\n\"region\" = 1\n"))
        .hasMessageContaining("line 6: generic_s3.region has to be");
  }

  @Test
  void what_is_not_toml_is_named_with_file_line_and_key() {
    assertThatThrownBy(() -> read("[gcp]\nbucket = b\n"))
        .isInstanceOf(UnusableSettingsException.class)
        .hasMessageContaining(file + ", line 2, key bucket is not TOML");
  }

  @Test
  void a_key_that_stands_twice_is_not_toml() {
    assertThatThrownBy(() -> read("clean_store = true\nclean_store = false\n"))
        .isInstanceOf(UnusableSettingsException.class)
        .hasMessageContaining("line 2");
  }

  @Test
  void a_file_that_is_not_there_is_nothing() throws Exception {
    assertThat(SettingsFile.read(file)).isEmpty();
  }

  @Test
  void a_file_that_cannot_be_read_is_named() throws Exception {
    Files.createDirectory(file);

    assertThatThrownBy(() -> SettingsFile.read(file))
        .isInstanceOf(UnusableSettingsException.class)
        .hasMessageContaining(file + " cannot be read");
  }

  @Test
  void no_value_gets_into_a_message() {
    assertThatThrownBy(() -> read("[authentication]\nclient_secret = 12345678\n"))
        .hasMessageContaining("authentication.client_secret has to be a text in quotes")
        .hasMessageNotContaining("12345678");
  }

  private SettingsFile read(String text) throws IOException, UnusableSettingsException {
    Files.writeString(file, text);
    return SettingsFile.read(file).orElseThrow();
  }
}
