package org.imagebuilder.composer.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ByteRangeTest {
  @Test
  void a_range_has_both_ends() {
    assertThat(ByteRange.of("bytes=2-5", 10)).contains(new ByteRange(2, 5));
  }

  @Test
  void a_range_without_an_end_goes_to_the_last_byte() {
    assertThat(ByteRange.of("bytes=7-", 10)).contains(new ByteRange(7, 9));
  }

  @Test
  void a_range_without_a_beginning_is_the_tail() {
    assertThat(ByteRange.of("bytes=-3", 10)).contains(new ByteRange(7, 9));
  }

  @Test
  void a_tail_longer_than_the_file_is_the_file() {
    assertThat(ByteRange.of("bytes=-30", 10)).contains(new ByteRange(0, 9));
  }

  @Test
  void an_end_beyond_the_file_is_its_last_byte() {
    assertThat(ByteRange.of("bytes=5-99", 10)).contains(new ByteRange(5, 9));
  }

  @Test
  void a_beginning_beyond_the_file_leads_nowhere() {
    assertThat(ByteRange.of("bytes=10-", 10)).contains(ByteRange.NOWHERE);
  }

  @Test
  void what_is_no_single_range_of_bytes_is_ignored() {
    assertThat(ByteRange.of("bytes=1-2,4-5", 10)).isEqualTo(Optional.empty());
    assertThat(ByteRange.of("bytes=5-2", 10)).isEqualTo(Optional.empty());
    assertThat(ByteRange.of("lines=1-2", 10)).isEqualTo(Optional.empty());
    assertThat(ByteRange.of("bytes=-", 10)).isEqualTo(Optional.empty());
    assertThat(ByteRange.of("bytes=99999999999999999999-", 10)).isEqualTo(Optional.empty());
  }
}
