package org.imagebuilder.agent.debian;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.agent.contract.worker.model.DebianRepository;
import org.imagebuilder.agent.contract.worker.model.DebianSearchArgs;
import org.imagebuilder.agent.contract.worker.model.FoundPackage;
import org.imagebuilder.agent.tools.ToolRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches in the real archive, by the real apt. */
class DebianSearchIT {

  private final Path directory;
  private final ToolRunner tools;
  private final DebianSearches searches;

  DebianSearchIT(@TempDir Path directory) {
    this.directory = directory;
    this.tools = new ToolRunner(directory);
    Path cache = Path.of(System.getProperty("debian.cache", "target/debian-cache"));
    this.searches =
        new DebianEngine(tools, DebianSettings.of(cache, "x86_64", Optional.empty())).searches();
  }

  @Test
  void packages_of_the_archive_are_found_for_other_architectures_too() throws Exception {
    for (String architecture : List.of("x86_64", "aarch64")) {
      List<FoundPackage> found =
          searches.find(args("vim-t*", "hello").architecture(architecture), step -> {});

      assertThat(found).extracting(FoundPackage::getName).contains("hello", "vim-tiny");
      assertThat(found).extracting(FoundPackage::getSummary).doesNotContain("");
    }
  }

  @Test
  void packages_of_a_further_repository_are_found_beside() throws Exception {
    try (LocalRepository repository =
        LocalRepository.with("tiny-package", directory.resolve("repository"), tools)) {
      DebianSearchArgs args = args("tiny-*", "hello");
      args.repositories(
          new ArrayList<>(
              List.of(
                  new DebianRepository().baseurl(repository.url()).suite("/").checkGpg(false))));

      List<FoundPackage> found = searches.find(args, step -> {});

      assertThat(found).extracting(FoundPackage::getName).contains("hello", "tiny-package");
    }
  }

  @Test
  void a_name_that_no_package_has_finds_nothing() throws Exception {
    assertThat(searches.find(args("no-such-package-at-all"), step -> {})).isEmpty();
  }

  private static DebianSearchArgs args(String... names) {
    return new DebianSearchArgs()
        .suite("trixie")
        .architecture("x86_64")
        .packages(new ArrayList<>(List.of(names)));
  }
}
