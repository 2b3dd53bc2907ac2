package org.imagebuilder.composer.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.imagebuilder.composer.operations.StartException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names in a certificate make it good for which names in the list. */
class AllowedDomainsTest {
  private static final int MAIL = 1;
  private static final int DNS = 2;
  private static final int ADDRESS = 7;

  @ParameterizedTest
  @CsvSource({
    "worker.osbuild.org, worker.osbuild.org",
    "worker.osbuild.org, WORKER.osbuild.org",
    "Worker.OSBuild.org., worker.osbuild.org",
    "worker.osbuild.org, worker.osbuild.org.",
    "worker.osbuild.org, other.org worker.osbuild.org",
    "localhost worker.osbuild.org, worker.osbuild.org",
    "worker.osbuild.org, *.osbuild.org",
    "localhost, localhost",
  })
  void a_name_is_good_for_itself_and_for_a_wildcard_in_its_place(String allowed, String certified) {
    assertThat(allows(allowed, DNS, certified)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "worker.osbuild.org, osbuild.org",
    "worker.osbuild.org, other.osbuild.org",
    "worker.osbuild.org, evil-worker.osbuild.org",
    "worker.osbuild.org, worker.osbuild.org.example.org",
    "one.worker.osbuild.org, *.osbuild.org",
    "osbuild.org, *.osbuild.org",
    "worker.osbuild.org, w*.osbuild.org",
    "worker.osbuild.org, *.*.org",
    "worker.osbuild.org, *",
    "osbuild.org, *.org",
    "localhost, *",
  })
  void a_name_is_good_for_no_other(String allowed, String certified) {
    assertThat(allows(allowed, DNS, certified)).isFalse();
  }

  @Test
  void an_address_is_good_for_itself_however_it_is_written() {
    assertThat(allows("10.0.0.7", ADDRESS, "10.0.0.7")).isTrue();
    assertThat(allows("2001:DB8::1", ADDRESS, "2001:db8:0:0:0:0:0:1")).isTrue();
    assertThat(allows("10.0.0.7", ADDRESS, "10.0.0.8")).isFalse();
  }

  @Test
  void names_of_other_kinds_do_not_count() {
    assertThat(allows("worker.osbuild.org", MAIL, "worker.osbuild.org")).isFalse();
    assertThat(allows("10.0.0.7", DNS, "10.0.0.7")).isFalse();
    assertThat(allows("worker.osbuild.org", ADDRESS, "10.0.0.7")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*.osbuild.org", "https://osbuild.org", "a..b", "-a", "1.2.3.400", "ü.de"})
  void what_is_no_name_stops_the_start(String name) {
    assertThatThrownBy(() -> AllowedDomains.of(List.of(name), "the.key"))
        .isInstanceOf(StartException.class)
        .hasMessageContainingAll("'" + name + "'", "the.key");
  }

  private static boolean allows(String allowed, int kind, String certified) {
    return AllowedDomains.of(List.of(allowed.split(" ")), "the.key")
        .accept(Arrays.stream(certified.split(" ")).map(name -> List.of(kind, name)).toList());
  }
}
