package org.imagebuilder.composer.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"disk.qcow2", "a", "..image", "Bild für alle.raw", "a b%2Fc"})
  void a_file_name_is_taken(String name) {
    assertThat(new ArtifactName(name).value()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "../a", "a\\b", "a\nb", "a\u0000b", "/", "\u0085"})
  void what_is_no_file_name_is_refused(String name) {
    assertThatThrownBy(() -> new ArtifactName(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_name_is_measured_in_bytes() {
    assertThatThrownBy(() -> new ArtifactName("ü".repeat(128)))
        .hasMessageContaining("more than 255 bytes");
  }
}
