package org.imagebuilder.agent.debian;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AptSourcesTest {

  @Test
  void a_line_may_have_options() {
    List<AptSource> sources =
        AptSources.parseLines(
            """
            # a comment
            deb-src http://archive.example.org/debian bookworm main
            deb [arch=amd64 signed-by=/etc/apt/keyrings/a.asc] http://archive.example.org/debian bookworm main contrib # why
            """);

    assertThat(sources)
        .containsExactly(
            new AptSource(
                List.of("http://archive.example.org/debian"),
                List.of("bookworm"),
                List.of("main", "contrib"),
                Optional.of("/etc/apt/keyrings/a.asc")));
  }

  @Test
  void a_paragraph_may_name_several_suites() {
    List<AptSource> sources =
        AptSources.parseParagraphs(
            """
            Types: deb deb-src
            URIs: http://archive.example.org/debian
            # between fields
            Suites: bookworm bookworm-updates
            Components: main
            Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
            """);

    assertThat(sources)
        .containsExactly(
            new AptSource(
                List.of("http://archive.example.org/debian"),
                List.of("bookworm", "bookworm-updates"),
                List.of("main"),
                Optional.of("/usr/share/keyrings/debian-archive-keyring.gpg")));
  }

  @Test
  void a_paragraph_that_is_switched_off_counts_for_nothing() {
    List<AptSource> sources =
        AptSources.parseParagraphs(
            "Enabled: no\nTypes: deb\nURIs: http://a.example\nSuites: bookworm\nComponents: main\n");

    assertThat(sources).isEmpty();
  }

  @Test
  void both_formats_are_read_in_apts_order(@TempDir Path etc) throws Exception {
    Path directory = Files.createDirectories(etc.resolve("sources.list.d"));
    Files.writeString(etc.resolve("sources.list"), "deb http://one.example stable main\n");
    Files.writeString(
        directory.resolve("b.sources"),
        "Types: deb\nURIs: http://three.example\nSuites: stable\nComponents: main\n");
    Files.writeString(directory.resolve("a.list"), "deb http://two.example stable main\n");
    Files.writeString(
        directory.resolve("c.sources.disabled"), "deb http://four.example stable main\n");

    List<AptSource> sources = AptSources.read(etc);

    assertThat(sources)
        .extracting(source -> source.uris().getFirst())
        .containsExactly("http://one.example", "http://two.example", "http://three.example");
  }
}
