package org.imagebuilder.agent.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.imagebuilder.agent.tools.ImageBuilderCli.Version;
import org.junit.jupiter.api.Test;

class ImageBuilderCliTest {

  @Test
  void newer_tools_answer_in_json() {
    assertThat(
            ImageBuilderCli.parse(
                """
                {"image-builder":{"version":"79.0.0","commit":"a1","dependencies":{"osbuild":"191"}}}
                """))
        .contains(new Version("79.0.0", Optional.of(79), Optional.of("191")));
  }

  @Test
  void older_tools_answer_in_yaml() {
    assertThat(
            ImageBuilderCli.parse(
                """
                image-builder:
                  version: 41
                  commit: b2
                  dependencies:
                    images: v0.150.0
                    osbuild: 150
                """))
        .contains(new Version("41", Optional.of(41), Optional.of("150")));
  }

  @Test
  void a_missing_osbuild_is_no_version_of_it() {
    assertThat(
            ImageBuilderCli.parse(
                "{\"image-builder\":{\"version\":\"79.0.0\",\"dependencies\":{\"osbuild\":\"\"}}}"))
        .contains(new Version("79.0.0", Optional.of(79), Optional.empty()));
  }

  @Test
  void a_tool_that_does_not_know_its_number_is_taken_for_a_new_one() {
    Version version = ImageBuilderCli.parse("{\"version\":\"unknown\"}").orElseThrow();

    assertThat(version.isAtLeast(75)).isTrue();
  }

  @Test
  void anything_else_is_no_version() {
    assertThat(ImageBuilderCli.parse("image-builder version 20 is nice")).isEmpty();
  }
}
