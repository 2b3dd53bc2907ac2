package org.imagebuilder.agent.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheDirectoryTest {

  private static final Instant NOW = Instant.parse("2026-09-01T12:00:00Z");

  private final Path directory;
  private final CacheDirectory cache;

  CacheDirectoryTest(@TempDir Path directory) {
    this.directory = directory;
    this.cache = new CacheDirectory(directory, 200, InstantSource.fixed(NOW));
  }

  @Test
  void the_oldest_files_go_until_the_rest_fits() throws Exception {
    Path oldest = file("a/oldest", Duration.ofDays(3));
    Path older = file("b/older", Duration.ofDays(2));
    Path old = file("old", Duration.ofDays(1));

    cache.trim();

    assertThat(oldest).doesNotExist();
    assertThat(older).exists();
    assertThat(old).exists();
  }

  @Test
  void what_may_be_in_use_stays() throws Exception {
    for (int i = 0; i < 5; i++) {
      file("new-" + i, Duration.ofMinutes(5));
    }

    cache.trim();

    assertThat(directory.toFile().list()).hasSize(5);
  }

  @Test
  void the_metadata_of_a_repository_goes_as_one() throws Exception {
    Path index = file("el9/" + "a".repeat(64) + ".solv", Duration.ofDays(2));
    Path lists = file("el9/" + "a".repeat(64) + "-f00/repodata/lists", Duration.ofDays(9));
    Path other = file("el9/" + "b".repeat(64) + ".solv", Duration.ofDays(1));

    cache.trim();

    assertThat(index).doesNotExist();
    assertThat(lists).doesNotExist();
    assertThat(other).exists();
  }

  @Test
  void a_repository_that_was_used_stays_longer_than_one_that_was_written() throws Exception {
    Path used = file("el9/" + "a".repeat(64) + "-f00/repodata/lists", Duration.ofDays(9));
    Path written = file("el9/" + "b".repeat(64) + ".solv", Duration.ofDays(2));
    Path last = file("el9/" + "c".repeat(64) + ".solv", Duration.ofDays(1));
    cache.touch(Set.of("a".repeat(64)));

    cache.trim();

    assertThat(used).exists();
    assertThat(written).doesNotExist();
    assertThat(last).exists();
  }

  private Path file(String name, Duration age) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[100]);
    Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
    return file;
  }
}
