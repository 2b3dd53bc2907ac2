package org.imagebuilder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.imagebuilder.agent.jobs.JobHandlers;
import org.imagebuilder.agent.jobs.Json;
import org.imagebuilder.agent.testing.ShellHandler;
import org.imagebuilder.agent.tools.ToolRunner;
import org.imagebuilder.agent.workspace.Workspaces;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunJobTest {

  private final Path work;
  private final ShellHandler shell;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  RunJobTest(@TempDir Path work) {
    this.work = work;
    this.shell = new ShellHandler(work);
  }

  @Test
  void the_result_alone_is_on_standard_output_and_the_progress_is_not() throws Exception {
    int status = run("{'type':'shell','args':{'script':'echo hello'}}");

    assertThat(status).isEqualTo(RunJob.SUCCEEDED);
    JsonNode result = Json.mapper().readTree(out.toByteArray());
    assertThat(result.path("output").asText()).isEqualTo("hello\n");
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("0/1 Running");
  }

  @Test
  void a_failed_job_has_its_result_too_and_another_status() throws Exception {
    int status = run("{'type':'shell','args':{'script':'throw'}}");

    assertThat(status).isEqualTo(RunJob.FAILED);
    JsonNode result = Json.mapper().readTree(out.toByteArray());
    assertThat(result.at("/job_error/id").asInt()).isEqualTo(37);
  }

  @Test
  void args_that_do_not_fit_fail_as_they_would_with_composer() throws Exception {
    int status = run("{'type':'shell','args':{}}");

    assertThat(status).isEqualTo(RunJob.FAILED);
    assertThat(Json.mapper().readTree(out.toByteArray()).at("/job_error/id").asInt()).isPositive();
  }

  @Test
  void what_composer_answers_can_be_run_as_it_is() throws Exception {
    int status =
        run(
            "{'href':'/x','id':'8f4','kind':'RequestJob','location':'/x/jobs/token',"
                + "'artifact_location':'/x/jobs/token/artifacts/','type':'shell',"
                + "'args':{'script':'pwd'},'dynamic_args':[null,{'a':1}]}");

    assertThat(status).isEqualTo(RunJob.SUCCEEDED);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("/jobs/8f4-");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{'type':'shell' ; is no JSON",
        "[] ; holds no job",
        "{'args':{}} ; \"type\" has to be one of shell",
        "{'type':'frobnicate'} ; \"type\" is frobnicate; it has to be one of shell",
        "{'type':'shell:s390x'} ; \"type\" is shell:s390x, and this machine is x86_64",
        "{'type':'shell','args':[]} ; \"args\" has to be an object",
        "{'type':'shell','inputs':{}} ; \"inputs\" has to be a list",
        "{'type':'shell'} {} ; is no JSON",
        "'' ; holds no job"
      },
      quoteCharacter = '`')
  void a_file_without_a_job_is_refused_in_a_sentence(String text, String sentence)
      throws Exception {
    int status = run(text.strip());

    assertThat(status).isEqualTo(RunJob.MISUSED);
    assertThat(out.size()).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(sentence).hasLineCount(1);
  }

  @Test
  void a_file_that_is_not_there_is_refused_in_a_sentence() {
    int status =
        job(work.resolve("nowhere.json").toString())
            .run(own(), List.of(), "x86_64", this::handlers);

    assertThat(status).isEqualTo(RunJob.MISUSED);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("nowhere.json does not exist");
  }

  @Test
  void a_job_can_come_by_standard_input() {
    byte[] text =
        "{\"type\":\"shell\",\"args\":{\"script\":\"echo in\"}}".getBytes(StandardCharsets.UTF_8);

    int status =
        new RunJob("-", new ByteArrayInputStream(text), print(out), print(err))
            .run(own(), List.of(), "x86_64", this::handlers);

    assertThat(status).isEqualTo(RunJob.SUCCEEDED);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("in\\n");
  }

  @Test
  void an_interrupted_job_leaves_neither_tools_nor_files() throws Exception {
    Path file = file("{'type':'shell','args':{'script':'echo >&2; sleep 1000'}}");
    CompletableFuture<Integer> status = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () ->
                    status.complete(
                        job(file.toString()).run(own(), List.of(), "x86_64", this::handlers)));
    shell.awaitFirstLine();

    thread.interrupt();

    assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
    assertThat(status.join()).isEqualTo(RunJob.FAILED);
    assertThat(new ToolRunner(work).killLeftovers()).isZero();
    assertThat(own().resolve("jobs")).isEmptyDirectory();
  }

  @Test
  void a_directory_in_use_is_said_and_left_alone() throws Exception {
    Path file = file("{'type':'shell','args':{'script':'true'}}");
    try (Workspaces other = Workspaces.take(own())) {
      int status = job(file.toString()).run(other.root(), List.of(), "x86_64", this::handlers);

      assertThat(status).isEqualTo(RunJob.FAILED);
      assertThat(err.toString(StandardCharsets.UTF_8)).contains(own().toString());
    }
  }

  private int run(String text) throws Exception {
    return job(file(text).toString()).run(own(), List.of(), "x86_64", this::handlers);
  }

  private Path file(String text) throws Exception {
    return Files.writeString(work.resolve("job.json"), text.replace('\'', '"'));
  }

  private RunJob job(String file) {
    return new RunJob(file, System.in, print(out), print(err));
  }

  private JobHandlers handlers(ToolRunner tools) {
    return new JobHandlers(List.of(shell));
  }

  private Path own() {
    return work.resolve("own");
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
