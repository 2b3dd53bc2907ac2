package org.imagebuilder.agent.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.imagebuilder.agent.composer.Lease;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.testing.NoProgress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryUploaderTest {

  private final Path directory;
  private final Path image;

  DirectoryUploaderTest(@TempDir Path directory) throws Exception {
    this.directory = directory;
    this.image = Files.writeString(directory.resolve("disk.raw"), "image");
  }

  @Test
  void a_file_lies_in_the_directory_under_the_images_name() throws Exception {
    Path output = directory.resolve("output");
    Files.createDirectory(output);
    Files.writeString(output.resolve("mine.raw"), "an older one");

    Map<String, Object> result = upload(output, "mine.raw");

    assertThat(output.resolve("mine.raw")).hasContent("image");
    assertThat(output).isDirectoryNotContaining("glob:**.part");
    assertThat(result).containsEntry("artifact_relative_path", "disk.raw");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../mine.raw", "/etc/mine.raw", "a/b", "..", ".", ""})
  void a_name_that_leads_elsewhere_is_refused(String name) {
    assertThatThrownBy(() -> upload(directory.resolve("output"), name))
        .isInstanceOf(JobErrorException.class);
  }

  @Test
  void a_directory_that_cannot_be_written_is_named() {
    assertThatThrownBy(() -> upload(image.resolve("below"), "mine.raw"))
        .isInstanceOf(JobErrorException.class)
        .hasMessageContaining("disk.raw");
  }

  private Map<String, Object> upload(Path output, String name) throws Exception {
    Lease lease = new Lease("token", URI.create("/"));
    return new DirectoryUploader(output)
        .upload(Map.of(), new Upload(image, name, "disk.raw", lease, new NoProgress()));
  }
}
