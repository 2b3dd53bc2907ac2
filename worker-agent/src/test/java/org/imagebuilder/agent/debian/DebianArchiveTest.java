package org.imagebuilder.agent.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.imagebuilder.agent.errors.JobErrorException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebianArchiveTest {

  private final Path root;

  DebianArchiveTest(@TempDir Path root) {
    this.root = root;
  }

  @BeforeEach
  void a_debian_12_machine() throws IOException {
    Files.createDirectories(root.resolve("etc/apt/sources.list.d"));
    Files.writeString(root.resolve("etc/os-release"), "ID=debian\nVERSION_CODENAME=bookworm\n");
    Files.writeString(root.resolve("keys.gpg"), "");
  }

  @Test
  void the_machines_own_mirror_serves_every_release() throws Exception {
    sources(
        """
        deb [signed-by=/etc/apt/keyrings/other.asc] http://other.example/debian bookworm main
        deb http://archive.example.org/debian bookworm main
        deb http://archive.example.org/debian bookworm-backports main
        deb http://security.example.org/debian-security bookworm-security main
        """);

    DebianArchive archive = DebianArchive.find(settings(Optional.empty()), root);

    assertThat(archive.forImage("trixie"))
        .containsExactly(
            """
            Types: deb
            URIs: http://archive.example.org/debian
            Suites: trixie trixie-updates
            Components: main
            Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
            """,
            """
            Types: deb
            URIs: http://security.example.org/debian-security
            Suites: trixie-security
            Components: main
            Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
            """);
  }

  @Test
  void a_machine_that_follows_stable_has_a_mirror_too() throws Exception {
    sources("deb http://archive.example.org/debian stable main\n");

    DebianArchive archive = DebianArchive.find(settings(Optional.empty()), root);

    assertThat(archive.mirror()).isEqualTo("http://archive.example.org/debian");
    assertThat(archive.securityMirror()).isEmpty();
  }

  @Test
  void a_list_of_mirrors_stands_for_its_first() throws Exception {
    sources("deb mirror+file:///etc/apt/mirrors/debian.list bookworm main\n");
    Path list = root.resolve("etc/apt/mirrors/debian.list");
    Files.createDirectories(list.resolveSibling("."));
    Files.writeString(list, "http://first.example/debian\thigh\nhttp://second.example/debian\n");

    DebianArchive archive = DebianArchive.find(settings(Optional.empty()), root);

    assertThat(archive.mirror()).isEqualTo("http://first.example/debian");
  }

  @Test
  void a_configured_mirror_comes_first() throws Exception {
    sources("deb http://archive.example.org/debian bookworm main\n");

    DebianArchive archive =
        DebianArchive.find(settings(Optional.of("https://own.example/debian")), root);

    assertThat(archive.mirror()).isEqualTo("https://own.example/debian");
  }

  @Test
  void a_machine_without_a_debian_mirror_says_what_to_set() throws Exception {
    sources("deb http://apt.example.org/pub bookworm-pgdg main\n");

    assertThatThrownBy(() -> DebianArchive.find(settings(Optional.empty()), root))
        .isInstanceOf(JobErrorException.class)
        .hasMessageContaining("agent.debian.mirror");
  }

  @Test
  void a_password_in_the_mirrors_url_is_refused() {
    assertThatThrownBy(
            () ->
                DebianArchive.find(
                    settings(Optional.of("http://me:secret@own.example/debian")), root))
        .isInstanceOf(JobErrorException.class)
        .hasMessageContaining("without a password");
  }

  private void sources(String lines) throws IOException {
    Files.writeString(root.resolve("etc/apt/sources.list"), lines);
  }

  private DebianSettings settings(Optional<String> mirror) {
    return new DebianSettings(
        root.resolve("cache"),
        "x86_64",
        mirror,
        Optional.empty(),
        Optional.of(root.resolve("keys.gpg")),
        Duration.ofMinutes(1),
        1L << 30,
        Duration.ofMinutes(1));
  }
}
