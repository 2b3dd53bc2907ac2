package org.imagebuilder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

  @Test
  void without_arguments_the_agent_works() {
    assertThat(CommandLine.read()).isEqualTo(new CommandLine.Work(CommandLine.Settings.NONE));
  }

  @Test
  void help_is_given() {
    assertThat(CommandLine.read("--help"))
        .isInstanceOfSatisfying(
            CommandLine.Answer.class,
            answer -> {
              assertThat(answer.status()).isZero();
              assertThat(answer.text()).contains("AGENT_COMPOSER_URL");
            });
  }

  @Test
  void the_machine_can_be_checked() {
    assertThat(CommandLine.read("--check"))
        .isEqualTo(new CommandLine.Check(CommandLine.Settings.NONE));
  }

  /** The version stands in the configuration, which is not there yet when arguments are read. */
  @Test
  void the_version_is_told_later() {
    assertThat(CommandLine.read("--version")).isEqualTo(new CommandLine.Version());
  }

  @Test
  void an_unknown_argument_is_named_and_refused() {
    assertThat(CommandLine.read("--frobnicate"))
        .isInstanceOfSatisfying(
            CommandLine.Answer.class,
            answer -> {
              assertThat(answer.status()).isEqualTo(2);
              assertThat(answer.text()).contains("--frobnicate");
            });
  }

  @Test
  void a_job_can_be_run_from_a_file() {
    assertThat(CommandLine.read("run-job", "job.json", "--output", "out"))
        .isEqualTo(new CommandLine.RunJob(CommandLine.Settings.NONE, "job.json", Path.of("out")));
  }

  @Test
  void a_job_needs_a_file() {
    assertThat(CommandLine.read("run-job"))
        .isInstanceOfSatisfying(
            CommandLine.Answer.class, answer -> assertThat(answer.status()).isEqualTo(2));
  }

  @Test
  void an_address_is_that_of_a_secure_composer() {
    assertThat(CommandLine.read("composer.example.com:443"))
        .isEqualTo(work("https://composer.example.com:443"));
  }

  @Test
  void an_address_without_a_port_means_the_predecessors() {
    assertThat(CommandLine.read("composer.example.com"))
        .isEqualTo(work("https://composer.example.com:8700"));
  }

  @Test
  void an_address_may_be_a_number() {
    assertThat(CommandLine.read("[fd00::1]")).isEqualTo(work("https://[fd00::1]:8700"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://composer", "a b", "user@host", "host/path", "host:port", ""})
  void what_is_no_address_is_refused(String argument) {
    assertThat(CommandLine.read(argument))
        .isInstanceOfSatisfying(
            CommandLine.Answer.class, answer -> assertThat(answer.status()).isEqualTo(2));
  }

  @Test
  void a_unix_socket_is_refused_with_what_to_do_instead() {
    assertThat(CommandLine.read("-unix", "/run/osbuild-composer/job.socket"))
        .isInstanceOfSatisfying(
            CommandLine.Answer.class,
            answer -> {
              assertThat(answer.status()).isEqualTo(2);
              assertThat(answer.text()).contains("AGENT_COMPOSER_URL=http://localhost:8700");
            });
  }

  @Test
  void a_configuration_file_can_be_named() {
    assertThat(CommandLine.read("--config", "/etc/a.toml", "--check"))
        .isEqualTo(
            new CommandLine.Check(
                new CommandLine.Settings(Optional.of(Path.of("/etc/a.toml")), Optional.empty())));
  }

  @Test
  void a_configuration_file_without_a_name_is_refused() {
    assertThat(CommandLine.read("--config")).isInstanceOf(CommandLine.Answer.class);
  }

  private static CommandLine work(String composer) {
    return new CommandLine.Work(
        new CommandLine.Settings(Optional.empty(), Optional.of(URI.create(composer))));
  }
}
