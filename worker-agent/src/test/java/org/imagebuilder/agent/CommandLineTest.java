package org.imagebuilder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CommandLineTest {

  @Test
  void without_arguments_the_agent_works() {
    assertThat(CommandLine.read()).isEqualTo(new CommandLine.Work());
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
    assertThat(CommandLine.read("--check")).isEqualTo(new CommandLine.Check());
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
        .isEqualTo(new CommandLine.RunJob("job.json", Path.of("out")));
  }

  @Test
  void a_job_needs_a_file() {
    assertThat(CommandLine.read("run-job"))
        .isInstanceOfSatisfying(
            CommandLine.Answer.class, answer -> assertThat(answer.status()).isEqualTo(2));
  }
}
