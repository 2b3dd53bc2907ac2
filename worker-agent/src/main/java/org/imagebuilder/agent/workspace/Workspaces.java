package org.imagebuilder.agent.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.imagebuilder.agent.tools.ToolRunner;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The work directory: the jobs' directories and the agent's state; used by one agent alone. */
public final class Workspaces implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Workspaces.class);

  private final Path root;
  private final Path jobs;
  private final FileChannel lock;
  private final Mounts mounts;

  private Workspaces(Path root, FileChannel lock) {
    this.root = root;
    this.jobs = root.resolve("jobs");
    this.lock = lock;
    this.mounts = new Mounts(new ToolRunner(root));
  }

  /** Takes the work directory; another agent that holds it is an error with a message. */
  public static Workspaces take(Path root) throws IOException {
    Path own = Files.createDirectories(root.toAbsolutePath().normalize());
    FileChannel lock =
        FileChannel.open(own.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isTaken(lock)) {
      lock.close();
      throw new IOException(
          "Another agent uses the work directory %s; set agent.work-directory to another one"
              .formatted(own));
    }
    return new Workspaces(own, lock);
  }

  private static boolean isTaken(FileChannel lock) throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // This very process holds it.
      return false;
    }
  }

  public Path root() {
    return root;
  }

  /** Removes what earlier jobs left. */
  public void sweep() throws IOException {
    Files.createDirectories(jobs);
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(jobs)) {
      for (Path leftover : leftovers) {
        try {
          mounts.release(leftover);
          Trees.delete(leftover);
        } catch (IOException e) {
          LOG.warnf(e, "A former job's directory could not be removed, directory=%s", leftover);
        }
      }
    }
  }

  /** A new, empty directory for a job. */
  public Workspace open(String jobId) throws IOException {
    Files.createDirectories(jobs);
    return new Workspace(Files.createTempDirectory(jobs, safe(jobId) + "-"), mounts);
  }

  /** Bytes that are free where jobs work. */
  public long freeSpace() {
    try {
      return Files.getFileStore(root).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was stored under this name, if anything was. */
  public @Nullable String state(String name) {
    try {
      Path file = root.resolve(name);
      return Files.exists(file) ? Files.readString(file).strip() : null;
    } catch (IOException e) {
      LOG.warnf(e, "The agent's state could not be read, name=%s", name);
      return null;
    }
  }

  /** All of it or nothing: an agent may be killed at any moment. */
  public void storeState(String name, String value) {
    try {
      Path fresh = Files.writeString(root.resolve(name + ".new"), value + "\n");
      Files.move(fresh, root.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.warnf(e, "The agent's state could not be written, name=%s", name);
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  private static String safe(String jobId) {
    return jobId.replaceAll("[^A-Za-z0-9-]", "_");
  }
}
