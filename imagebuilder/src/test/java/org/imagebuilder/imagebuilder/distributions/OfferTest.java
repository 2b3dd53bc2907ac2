package org.imagebuilder.imagebuilder.distributions;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every distribution that the predecessor offered is offered, with the same in it. */
class OfferTest {
  private static final Map<String, Distribution> SHIPPED = DistributionFiles.read();

  static List<String> rows() {
    try (InputStream table = OfferTest.class.getResourceAsStream("/offer.txt")) {
      return new String(table.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void what_was_offered_is_offered(String row) {
    String key = row.split(" ", 2)[0];

    assertThat(SHIPPED).containsKey(key);
    assertThat(row(key)).isEqualTo(row);
  }

  @Test
  void there_is_nothing_else_but_debian() {
    List<String> keys =
        Stream.concat(rows().stream().map(row -> row.split(" ", 2)[0]), debian()).sorted().toList();

    assertThat(SHIPPED.keySet().stream().sorted().toList()).isEqualTo(keys);
    assertThat(keys).hasSize(47);
  }

  @Test
  void debian_has_no_repositories_of_its_own() {
    assertThat(debian().map(SHIPPED::get))
        .allSatisfy(
            each ->
                assertThat(row(each.name()))
                    .isEqualTo(
                        each.name()
                            + " | "
                            + each.name()
                            + " | - | guest-image raw tar container | - | - | - | -"));
  }

  /** What a line of the table would say of it. */
  private static String row(String key) {
    Distribution distribution = requireNonNull(SHIPPED.get(key));
    if (!distribution.name().equals(key)) {
      return key + " = " + distribution.name();
    }
    List<String> cells = new ArrayList<>();
    cells.add(key);
    cells.add(distribution.composerName());
    cells.add(distribution.restricted() ? "restricted" : "-");
    for (String machine : List.of("x86_64", "aarch64")) {
      Architecture architecture =
          distribution
              .architecture(machine)
              .orElseGet(() -> new Architecture(machine, List.of(), List.of()));
      cells.add(orDash(architecture.imageTypes()));
      cells.add(orDash(repositories(architecture)));
    }
    cells.add(orDash(distribution.bootc().stream().map(BootcImage::type).sorted().toList()));
    return String.join(" | ", cells);
  }

  /** Those without an address come first, as they do in the files. */
  private static List<String> repositories(Architecture architecture) {
    return Stream.concat(
            architecture.withoutAddress().stream(),
            architecture.repositories().stream().map(OfferTest::repository))
        .toList();
  }

  private static String repository(Repository each) {
    return each.id()
        + (each.rhsm() ? "*" : "")
        + (each.imageTypes().isEmpty() ? "" : each.imageTypes().toString());
  }

  private static String orDash(List<String> texts) {
    return texts.isEmpty() ? "-" : String.join(" ", texts);
  }

  private static Stream<String> debian() {
    return Stream.of("debian-12", "debian-13");
  }
}
