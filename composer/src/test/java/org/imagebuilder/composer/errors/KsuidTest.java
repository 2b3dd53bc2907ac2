package org.imagebuilder.composer.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KsuidTest {
  private static final byte[] NOTHING = new byte[16];

  @Test
  void an_id_has_27_letters_and_digits() {
    assertThat(Ksuid.next()).matches("[0-9A-Za-z]{27}");
  }

  @Test
  void the_first_of_all_ids_is_zero() {
    assertThat(Ksuid.of(Instant.ofEpochSecond(1_400_000_000L), NOTHING)).isEqualTo("0".repeat(27));
  }

  @Test
  void a_known_time_and_known_bits_give_a_known_id() {
    byte[] random = HexFormat.of().parseHex("b5a1cd34b5f99d1154fb6853345c9735");

    assertThat(Ksuid.of(Instant.ofEpochSecond(1_400_000_000L + 107_608_047L), random))
        .isEqualTo("0ujtsYcgvSTl8PAuAdqWYSMnLOv");
  }

  @Test
  void later_ids_sort_after_earlier_ones() {
    String earlier = Ksuid.of(Instant.parse("2026-01-01T00:00:00Z"), NOTHING);
    String later = Ksuid.of(Instant.parse("2026-01-01T00:00:01Z"), NOTHING);

    assertThat(later).isGreaterThan(earlier);
  }
}
