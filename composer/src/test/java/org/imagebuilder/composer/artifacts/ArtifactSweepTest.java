package org.imagebuilder.composer.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@SuppressWarnings("NullAway.Init")
class ArtifactSweepTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Inject Artifacts artifacts;

  @Test
  void old_files_that_no_row_knows_are_removed() throws IOException {
    Path leftOver = directory(UUID.randomUUID().toString(), Duration.ofHours(7));

    artifacts.sweep().await().atMost(PATIENCE);

    assertThat(leftOver).doesNotExist();
  }

  @Test
  void young_files_may_still_get_their_row() throws IOException {
    Path young = directory(UUID.randomUUID().toString(), Duration.ofMinutes(5));

    artifacts.sweep().await().atMost(PATIENCE);

    assertThat(young).exists();
  }

  @Test
  void what_is_not_ours_is_left_alone() throws IOException {
    Path foreign = directory("lost+found", Duration.ofDays(7));

    artifacts.sweep().await().atMost(PATIENCE);

    assertThat(foreign).exists();
  }

  @Test
  void an_upload_that_was_given_up_is_removed() throws IOException {
    Path unfinished =
        artifacts.directory().resolve("incoming").resolve("artifact-of-" + UUID.randomUUID());
    Files.write(unfinished, new byte[10]);
    Files.setLastModifiedTime(unfinished, before(Duration.ofHours(7)));

    artifacts.sweep().await().atMost(PATIENCE);

    assertThat(unfinished).doesNotExist();
  }

  private Path directory(String name, Duration age) throws IOException {
    Path directory = Files.createDirectories(artifacts.directory().resolve(name));
    Files.write(directory.resolve("disk.qcow2"), new byte[10]);
    Files.setLastModifiedTime(directory, before(age));
    return directory;
  }

  private static FileTime before(Duration age) {
    return FileTime.from(Instant.now().minus(age));
  }
}
