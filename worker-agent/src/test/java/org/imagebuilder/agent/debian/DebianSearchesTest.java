package org.imagebuilder.agent.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.Pattern;
import org.imagebuilder.agent.contract.worker.model.FoundPackage;
import org.imagebuilder.agent.errors.JobErrorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DebianSearchesTest {

  @ParameterizedTest
  @CsvSource({
    "vim-*,vim-tiny,true",
    "vim-*,vim,false",
    "*tiny*,vim-tiny,true",
    "vim-?iny,vim-tiny,true",
    "libstdc++6,libstdc++6,true",
    "lib.*6,libstdc++6,false",
    "vim*****,vim,true",
    "*,vim,true",
    "*a*ab,aab,true",
    "a*a,a,false",
    "*ab*ab,abab,true",
    "*ab*ab,xab,false",
    "v*i?-*y*,vim-tiny,true",
  })
  void a_name_is_a_glob_and_nothing_else(String glob, String name, boolean found) throws Exception {
    assertThat(DebianSearches.pattern(List.of("other", glob)).matcher(name).matches())
        .isEqualTo(found);
  }

  @Test
  @Timeout(10)
  void a_glob_that_nearly_matches_in_very_many_ways_is_soon_answered() throws Exception {
    Pattern names = DebianSearches.pattern(List.of("*a".repeat(40) + "*b"));

    assertThat(names.matcher("a".repeat(2000)).matches()).isFalse();
  }

  @Test
  void searching_for_nothing_is_refused() {
    assertThatThrownBy(() -> DebianSearches.pattern(List.of()))
        .isInstanceOf(JobErrorException.class);
  }

  @Test
  void a_version_is_taken_apart_as_that_of_an_rpm() {
    FoundPackage found =
        DebianSearches.describe(
            Deb822.parse(
                    """
                    Package: vim-tiny
                    Version: 2:9.1-rc.1-2+deb13u1
                    Architecture: amd64
                    Homepage: https://www.vim.org/
                    Description: compact editor
                     Small.
                     .
                     Smaller.
                    """)
                .getFirst());

    assertThat(found.getName()).isEqualTo("vim-tiny");
    assertThat(found.getEpoch()).isEqualTo(2);
    assertThat(found.getVersion()).isEqualTo("9.1-rc.1");
    assertThat(found.getRelease()).isEqualTo("2+deb13u1");
    assertThat(found.getSummary()).isEqualTo("compact editor");
    assertThat(found.getDescription()).isEqualTo("Small.\n\nSmaller.");
    assertThat(found.getURL()).isEqualTo("https://www.vim.org/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"99999999999:1-1", "-1:1-1", "x:1-1", ":1-1"})
  void an_epoch_that_cannot_be_is_none(String version) {
    FoundPackage found =
        DebianSearches.describe(
            Deb822.parse("Package: p\nVersion: %s\nArchitecture: all\n".formatted(version))
                .getFirst());

    assertThat(found.getEpoch()).isZero();
    assertThat(found.getVersion()).isEqualTo("1");
  }

  @Test
  void a_version_without_epoch_and_release_has_none() {
    FoundPackage found =
        DebianSearches.describe(
            Deb822.parse("Package: tzdata-legacy\nVersion: 2025a\nArchitecture: all\n").getFirst());

    assertThat(found.getEpoch()).isZero();
    assertThat(found.getVersion()).isEqualTo("2025a");
    assertThat(found.getRelease()).isEmpty();
  }
}
