package org.imagebuilder.agent.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/** One job's directory; closing it removes all that is in it. */
public final class Workspace implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Workspace.class);

  private final Path directory;
  private final Mounts mounts;

  Workspace(Path directory, Mounts mounts) {
    this.directory = directory;
    this.mounts = mounts;
  }

  public Path directory() {
    return directory;
  }

  /** A directory of this name in here, made if need be. */
  public Path directory(String name) throws IOException {
    return Files.createDirectories(directory.resolve(name));
  }

  public Path file(String name) {
    return directory.resolve(name);
  }

  @Override
  public void close() {
    try {
      mounts.release(directory);
      Trees.delete(directory);
    } catch (IOException e) {
      // The next start sweeps it; the job's outcome does not depend on it.
      LOG.warnf(e, "A job's directory could not be removed, directory=%s", directory);
    }
  }
}
