package org.imagebuilder.agent.debian;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.imagebuilder.agent.tools.ToolResult;
import org.junit.jupiter.api.Test;

class AptMessagesTest {

  @Test
  void every_unknown_package_is_named_once() {
    List<String> lines =
        List.of(
            "E: Unable to locate package foo",
            "E: Couldn't find any package by glob 'foo'",
            "E: Package 'mail-transport-agent' has no installation candidate",
            "E: Version '9' for 'vim' was not found");

    assertThat(AptMessages.unknownPackages(lines))
        .containsExactly("foo", "mail-transport-agent", "vim");
  }

  @Test
  void a_conflict_is_told_in_apts_words() {
    ToolResult result =
        new ToolResult(
            100,
            """
            Reading package lists...
            Some packages could not be installed.
            The following packages have unmet dependencies:
             exim4-daemon-light : Conflicts: mail-transport-agent
             postfix : Conflicts:   mail-transport-agent
            """,
            List.of("E: Unable to correct problems, you have held broken packages."),
            Duration.ZERO);

    List<String> lines = AptMessages.of(result);

    assertThat(AptMessages.conflicts(lines))
        .containsExactly(
            "exim4-daemon-light : Conflicts: mail-transport-agent",
            "postfix : Conflicts: mail-transport-agent");
    assertThat(AptMessages.first(lines))
        .isEqualTo("Unable to correct problems, you have held broken packages.");
  }

  @Test
  void the_date_of_a_release_file_is_read() {
    assertThat(AptDirectory.epoch("Origin: Debian\nDate: Sat, 15 Nov 2025 09:48:32 UTC\n"))
        .isEqualTo(1763200112);
  }
}
