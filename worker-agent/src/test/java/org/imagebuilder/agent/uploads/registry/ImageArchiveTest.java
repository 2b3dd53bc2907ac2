package org.imagebuilder.agent.uploads.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.jobs.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that were made to do harm. */
class ImageArchiveTest {

  private static final int MANIFEST = 4 << 20;

  private final Path file;

  ImageArchiveTest(@TempDir Path directory) {
    file = directory.resolve("container.tar");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x\\r\\nX-More: 1", "", "text", "a/b c"})
  void a_media_type_that_is_none_is_never_a_header(String type) throws Exception {
    new ImageTar().called(type).image("amd64", ImageTar.bytes("layer")).writeTo(file);

    assertThat(failure().details().toString()).contains("media type");
  }

  @Test
  void manifests_are_not_read_until_memory_is_full() throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>();
    StringBuilder listed = new StringBuilder();
    for (int i = 0; i < 9; i++) {
      byte[] list = ImageTar.bytes("{\"manifests\": []}" + " ".repeat(MANIFEST - 100 - i));
      String digest = ImageTar.digest(list);
      files.put("./blobs/" + digest.replace(':', '/'), list);
      listed
          .append(i == 0 ? "" : ",")
          .append("{\"digest\": \"%s\", \"size\": %d}".formatted(digest, list.length));
    }
    files.put("./index.json", ImageTar.bytes("{\"manifests\": [%s]}".formatted(listed)));
    Files.write(file, ImageTar.tar(files));

    assertThat(failure().details().toString()).contains("too many images");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../index.json", "/index.json", "index.json/"})
  void a_name_that_leads_elsewhere_is_just_another_name(String name) throws Exception {
    Files.write(file, ImageTar.tar(Map.of(name, ImageTar.bytes("{}"))));

    assertThat(failure().details().toString()).contains("no index.json");
  }

  private JobErrorException failure() throws IOException {
    JobErrorException failure =
        catchThrowableOfType(JobErrorException.class, () -> ImageArchive.open(file, Json.mapper()));
    assertThat(failure.code()).isEqualTo(JobErrorCode.UPLOADING_IMAGE);
    return failure;
  }
}
