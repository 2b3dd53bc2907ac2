package org.imagebuilder.composer;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.QuarkusBindException;
import java.net.BindException;
import java.net.ConnectException;
import org.imagebuilder.composer.operations.StartException;
import org.junit.jupiter.api.Test;

class ComposerTest {
  @Test
  void a_reason_to_refuse_the_start_is_told_in_its_own_words() {
    assertThat(
            Composer.sentence(
                new RuntimeException("Failed to start", new StartException("no room"))))
        .contains("no room");
  }

  @Test
  void a_port_in_use_is_named() {
    assertThat(
            Composer.sentence(
                new IllegalStateException(
                    new QuarkusBindException("localhost", 8080, new BindException("in use")))))
        .hasValueSatisfying(said -> assertThat(said).contains("port 8080 is in use"));
  }

  @Test
  void a_database_that_does_not_answer_is_told_with_the_keys_to_look_at() {
    assertThat(Composer.sentence(new RuntimeException(new ConnectException("refused: db/5432"))))
        .hasValueSatisfying(said -> assertThat(said).contains("PGHOST", "refused: db/5432"));
  }

  @Test
  void a_fault_of_ours_has_no_sentence() {
    assertThat(Composer.sentence(new NullPointerException("oops"))).isEmpty();
  }
}
