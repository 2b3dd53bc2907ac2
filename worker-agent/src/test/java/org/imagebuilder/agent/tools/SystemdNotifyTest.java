package org.imagebuilder.agent.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a stand-in for systemd's program, which writes down what it is called with. */
class SystemdNotifyTest {

  private static final long PID = 42;

  private final Path directory;
  private final Path calls;

  SystemdNotifyTest(@TempDir Path directory) throws Exception {
    this.directory = directory;
    this.calls = directory.resolve("calls");
    Path program = directory.resolve("systemd-notify");
    Files.writeString(
        program, "#!/bin/sh\necho \"$NOTIFY_SOCKET $* $SECRET\" >>%s\n".formatted(calls));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void words_reach_systemd_as_they_are_and_nothing_else_does() throws Exception {
    SystemdNotify systemd =
        SystemdNotify.of(variables(Map.of("SECRET", "hidden")), PID).orElseThrow();

    systemd.tell("READY=1", "STATUS=Asking for jobs");

    assertThat(calls).hasContent("/run/notify READY=1 STATUS=Asking for jobs ");
  }

  @Test
  void a_process_that_systemd_did_not_start_tells_nothing() {
    assertThat(SystemdNotify.of(Map.of("PATH", directory.toString()), PID)).isEmpty();
  }

  @Test
  void systemd_says_how_long_it_waits() {
    assertThat(watchdog(Map.of("WATCHDOG_USEC", "180000000"))).isEqualTo(Duration.ofMinutes(3));
    assertThat(watchdog(Map.of("WATCHDOG_USEC", "180000000", "WATCHDOG_PID", "42")))
        .isEqualTo(Duration.ofMinutes(3));
  }

  @Test
  void another_process_watch_is_not_ours() {
    assertThat(watchdog(Map.of("WATCHDOG_USEC", "180000000", "WATCHDOG_PID", "43"))).isZero();
    assertThat(watchdog(Map.of("WATCHDOG_USEC", "soon"))).isZero();
    assertThat(watchdog(Map.of())).isZero();
  }

  private Duration watchdog(Map<String, String> more) {
    return SystemdNotify.of(variables(more), PID)
        .flatMap(SystemdNotify::watchdog)
        .orElse(Duration.ZERO);
  }

  private Map<String, String> variables(Map<String, String> more) {
    Map<String, String> variables = new HashMap<>(more);
    variables.put("PATH", directory.toString());
    variables.put("NOTIFY_SOCKET", "/run/notify");
    return variables;
  }
}
