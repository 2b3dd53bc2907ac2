package org.imagebuilder.agent.debian;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class Deb822Test {

  @Test
  void fields_go_on_over_lines() {
    List<Deb822> paragraphs =
        Deb822.parse("Package: a\nDescription: short\n long\n .\n\n\nPackage: b\nEssential: yes\n");

    assertThat(paragraphs).hasSize(2);
    assertThat(paragraphs.getFirst().value("description")).isEqualTo("short\nlong\n.");
    assertThat(paragraphs.getLast().value("Essential")).isEqualTo("yes");
  }

  @Test
  void words_are_split_at_any_blank() {
    assertThat(Deb822.parse("Suites: a  b\n c\n").getFirst().words("Suites"))
        .containsExactly("a", "b", "c");
    assertThat(Deb822.parse("Suites:\n").getFirst().words("Suites")).isEmpty();
  }
}
