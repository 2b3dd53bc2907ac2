package org.imagebuilder.agent.uploads;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;

/** Puts what composer would keep into a directory of this machine, where there is no composer. */
public final class DirectoryUploader implements Uploader<Map<String, Object>> {

  private final Path directory;

  public DirectoryUploader(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
  }

  @Override
  public String target() {
    return LocalUploader.TARGET;
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  public Class<Map<String, Object>> optionsType() {
    return (Class) Map.class;
  }

  @Override
  public Map<String, Object> upload(Map<String, Object> options, Upload upload)
      throws JobErrorException {
    Path target = directory.resolve(upload.imageName()).normalize();
    if (!directory.equals(target.getParent())) {
      throw new JobErrorException(
          JobErrorCode.INVALID_TARGET_CONFIG,
          "image_name is not the name of a file: " + upload.imageName());
    }
    Path growing = directory.resolve("." + target.getFileName() + ".part");
    try {
      Files.createDirectories(directory);
      try {
        Files.copy(upload.file(), growing, StandardCopyOption.REPLACE_EXISTING);
        Files.move(growing, target, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(growing);
      }
    } catch (IOException e) {
      throw new JobErrorException(
          JobErrorCode.UPLOADING_IMAGE, "%s cannot be written: %s".formatted(target, e));
    }
    upload.progress().step("Written to " + target);
    return Map.of("artifact_relative_path", upload.filename());
  }
}
