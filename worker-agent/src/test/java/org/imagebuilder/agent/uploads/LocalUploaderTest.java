package org.imagebuilder.agent.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.imagebuilder.agent.composer.Artifacts;
import org.imagebuilder.agent.composer.ComposerConnection;
import org.imagebuilder.agent.composer.ComposerSettings;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.testing.FakeComposer;
import org.imagebuilder.agent.testing.FakeLease;
import org.imagebuilder.agent.testing.NoProgress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalUploaderTest {

  private final FakeComposer composer;
  private final Path directory;
  private final FakeLease job;

  LocalUploaderTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    composer = FakeComposer.start();
    job = composer.offer("osbuild", null);
  }

  @AfterEach
  void close() {
    composer.close();
  }

  @Test
  void a_file_becomes_an_artifact_under_the_images_name() throws Exception {
    Map<String, Object> result = upload(new byte[100_000], "my image #1.qcow2");

    assertThat(job.artifacts().get("my image #1.qcow2")).hasSize(100_000);
    assertThat(result).containsEntry("artifact_relative_path", "disk.qcow2");
  }

  @Test
  void a_composer_that_is_away_gets_it_later() throws Exception {
    composer.goAway();
    Thread.startVirtualThread(
        () -> {
          composer.awaitRefusals(2);
          composer.comeBack();
        });

    upload(new byte[10], "disk.qcow2");

    assertThat(job.artifacts()).containsKey("disk.qcow2");
  }

  @Test
  void a_file_whose_connection_broke_goes_on_where_it_broke() throws Exception {
    composer.breakArtifactAfter(300_000);
    byte[] content = new byte[1_000_000];
    new java.util.Random(1).nextBytes(content);

    upload(content, "disk.qcow2");

    assertThat(job.artifacts().get("disk.qcow2")).isEqualTo(content);
    assertThat(composer.artifactRanges())
        .containsExactly("bytes 0-999999/1000000", "bytes 300000-999999/1000000");
  }

  @Test
  void a_composer_that_keeps_no_files_is_asked_once() {
    composer.refuseArtifacts();

    assertThatThrownBy(() -> upload(new byte[1000], "disk.qcow2"))
        .isInstanceOfSatisfying(
            JobErrorException.class,
            e -> assertThat(e.details().orElseThrow().toString()).contains("400"));
  }

  private Map<String, Object> upload(byte[] content, String imageName)
      throws IOException, JobErrorException, InterruptedException {
    Path file = Files.write(directory.resolve("disk.qcow2"), content);
    return new LocalUploader(
            new Artifacts(
                new ComposerConnection(ComposerSettings.plain(composer.url(), composer.base()))),
            Duration.ofMillis(20))
        .upload(
            Map.of(),
            new Upload(file, imageName, "disk.qcow2", composer.leaseOf(job), new NoProgress()));
  }
}
