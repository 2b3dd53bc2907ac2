package org.imagebuilder.agent.tools;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Tells systemd how this service is, by systemd's own program: Java has no sockets of the kind that
 * it wants.
 */
public final class SystemdNotify {

  private static final Logger LOG = Logger.getLogger(SystemdNotify.class);
  private static final String PROGRAM = "systemd-notify";
  private static final String SOCKET = "NOTIFY_SOCKET";
  private static final long SECONDS = 10;

  private final ToolEnvironment environment;
  private final String socket;
  private final Optional<Duration> watchdog;
  private final AtomicBoolean hasFailed = new AtomicBoolean();

  private SystemdNotify(ToolEnvironment environment, String socket, Optional<Duration> watchdog) {
    this.environment = environment;
    this.socket = socket;
    this.watchdog = watchdog;
  }

  /** Empty where systemd did not start this process, or does not want to know. */
  public static Optional<SystemdNotify> of(Map<String, String> variables, long pid) {
    String socket = variables.getOrDefault(SOCKET, "");
    return socket.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new SystemdNotify(
                new ToolEnvironment(variables, List.of()), socket, watchdog(variables, pid)));
  }

  /** How long systemd waits for a message; empty: for ever. */
  public Optional<Duration> watchdog() {
    return watchdog;
  }

  /** Each word is an assignment like READY=1. One that cannot be sent is said once. */
  public void tell(String... words) throws InterruptedException {
    Optional<Path> program = environment.find(PROGRAM);
    if (program.isEmpty()) {
      failed("the program systemd-notify was not found; install the package systemd");
      return;
    }
    List<String> argv = new ArrayList<>(List.of(program.get().toString()));
    argv.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(argv).redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(Map.of(SOCKET, socket, "LC_ALL", "C.UTF-8"));
    try {
      send(builder.start());
    } catch (IOException e) {
      failed(String.valueOf(e.getMessage()));
    }
  }

  private void send(Process process) throws InterruptedException {
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        failed("systemd-notify does not end");
      } else if (process.exitValue() != 0) {
        failed("systemd-notify ended with status " + process.exitValue());
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private void failed(String reason) {
    if (hasFailed.compareAndSet(false, true)) {
      LOG.warnf("systemd cannot be told how the agent is, reason=%s", reason);
    }
  }

  private static Optional<Duration> watchdog(Map<String, String> variables, long pid) {
    String meant = variables.getOrDefault("WATCHDOG_PID", "");
    if (!meant.isEmpty() && !meant.equals(Long.toString(pid))) {
      return Optional.empty();
    }
    try {
      long micros = Long.parseLong(variables.getOrDefault("WATCHDOG_USEC", "0"));
      return micros > 0 ? Optional.of(Duration.ofNanos(micros * 1_000)) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
