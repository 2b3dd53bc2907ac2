package org.imagebuilder.composer.listeners;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.imagebuilder.composer.operations.StartException;
import org.junit.jupiter.api.Test;

class PortsCheckTest {
  @Test
  void one_port_for_two_doors_is_refused_and_both_keys_are_named() {
    assertThatThrownBy(() -> PortsCheck.check(Map.of("a.port", 8080, "b.port", 8080)))
        .isInstanceOf(StartException.class)
        .hasMessageContainingAll("a.port", "b.port", "8080");
  }

  @Test
  void any_free_port_may_be_asked_for_twice() {
    assertThatCode(() -> PortsCheck.check(Map.of("a.port", 0, "b.port", 0, "c.port", 8080)))
        .doesNotThrowAnyException();
  }
}
