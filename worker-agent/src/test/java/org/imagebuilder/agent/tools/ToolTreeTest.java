package org.imagebuilder.agent.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tools that do not want to end with their job. */
class ToolTreeTest {

  /** Without the mark, in a session of its own, and its parent is dead. */
  private static final String DAEMON =
      "env -i /usr/bin/setsid /bin/sh -c '/bin/sleep 1000 & echo $! >%s.new; mv %s.new %s'; ";

  private final Path directory;
  private final Path pid;
  private final ToolRunner runner;

  ToolTreeTest(@TempDir Path directory) {
    this.directory = directory;
    this.pid = directory.resolve("pid");
    this.runner = new ToolRunner(directory);
  }

  @Test
  void a_cancelled_tool_that_ignores_signals_ends_within_two_seconds() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    String script = "trap '' TERM INT HUP QUIT; (trap '' TERM; sleep 1000) & echo >&2; sleep 1000";
    Thread job = start(shell(script).withLogLines(line -> begun.countDown()));
    begun.await();

    job.interrupt();

    assertThat(job.join(Duration.ofSeconds(2))).isTrue();
    assertThat(runner.killLeftovers()).isZero();
  }

  @Test
  void a_daemon_that_hides_ends_with_its_run_where_control_groups_can_be_made() throws Exception {
    boolean canGroup = canGroup();

    runner.run(shell(daemon()));

    assertThat(isAlive()).isEqualTo(!canGroup);
    end();
  }

  @Test
  void a_run_leaves_no_control_group() throws Exception {
    runner.run(shell("true"));

    assertThat(ControlGroup.left(directory.toAbsolutePath().toString())).isEmpty();
  }

  @Test
  void a_start_ends_the_hidden_daemons_of_the_agent_before() throws Exception {
    boolean canGroup = canGroup();
    Process agent = agent(daemon() + "sleep 1000");
    await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(pid));
    agent.destroyForcibly().waitFor();

    runner.killLeftovers();

    await().atMost(Duration.ofSeconds(5)).until(() -> isAlive() != canGroup);
    end();
  }

  @Test
  void a_killed_agent_takes_along_who_dropped_the_mark_and_left_the_session() throws Exception {
    String hidden =
        "env -i /usr/bin/setsid /bin/sh -c 'echo $$ >%s.new; mv %s.new %s; exec /bin/sleep 1000' & ";
    Process agent = agent(hidden.replace("%s", pid.toString()) + "sleep 1000");
    await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(pid));

    agent.destroyForcibly().waitFor();

    await().atMost(Duration.ofSeconds(5)).until(() -> !isAlive());
    runner.killLeftovers();
  }

  @Test
  void who_is_killed_before_it_began_leaves_nothing() throws Exception {
    for (int i = 0; i < 20; i++) {
      Thread job = start(shell("sleep 1000"));

      job.interrupt();

      assertThat(job.join(Duration.ofSeconds(5))).isTrue();
    }
    assertThat(runner.killLeftovers()).isZero();
  }

  /** An agent in a process of its own, which a test can kill. */
  static final class OtherAgent {
    public static void main(String[] arguments) throws Exception {
      Path directory = Path.of(arguments[0]);
      new ToolRunner(directory).run(ToolCommand.of(directory, "sh", "-c", arguments[1]));
    }
  }

  private Process agent(String script) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            OtherAgent.class.getName(),
            directory.toString(),
            script)
        .inheritIO()
        .start();
  }

  private Thread start(ToolCommand command) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                runner.run(command);
              } catch (ToolException | InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private boolean canGroup() {
    return ControlGroup.make("test", Integer.toHexString(directory.hashCode()))
        .map(group -> group.end() == 0)
        .orElse(false);
  }

  private String daemon() {
    return DAEMON.replace("%s", pid.toString());
  }

  private boolean isAlive() throws Exception {
    Path stat = Path.of("/proc", Files.readString(pid).strip(), "stat");
    return Files.exists(stat) && !Files.readString(stat).contains(") Z ");
  }

  private void end() throws Exception {
    ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
        .ifPresent(ProcessHandle::destroyForcibly);
  }

  private ToolCommand shell(String script) {
    return ToolCommand.of(directory, "sh", "-c", script);
  }
}
