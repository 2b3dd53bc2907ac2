package org.imagebuilder.agent.uploads;

import java.nio.file.Path;
import java.util.Optional;
import org.imagebuilder.agent.composer.Lease;

/**
 * One file on its way to one target.
 *
 * @param file where it lies
 * @param imageName what the image is called there
 * @param filename the file's own name
 * @param lease of the job that made it
 * @param progress is told how far it is
 * @param build what is known of its build, for the few that keep that
 */
public record Upload(
    Path file,
    String imageName,
    String filename,
    Lease lease,
    UploadProgress progress,
    Optional<BuildRecord> build) {

  /** A file whose build nobody asks for. */
  public Upload(
      Path file, String imageName, String filename, Lease lease, UploadProgress progress) {
    this(file, imageName, filename, lease, progress, Optional.empty());
  }
}
