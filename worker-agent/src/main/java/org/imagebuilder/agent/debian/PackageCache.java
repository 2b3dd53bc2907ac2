package org.imagebuilder.agent.debian;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.imagebuilder.agent.contract.worker.model.DebianPackage;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.ToolCommand;
import org.imagebuilder.agent.tools.ToolException;
import org.imagebuilder.agent.tools.ToolOutput;

/**
 * Package files by their checksum, fetched by apt's own downloader. Several agents may share it: a
 * file appears in one step, is never changed, and may vanish while its copy is in use elsewhere.
 */
final class PackageCache {

  private static final Pattern FILENAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9+.~_%:-]*\\.deb");
  private static final Pattern URL = Pattern.compile("(https?|file|copy):[^\\s\\p{Cntrl}]+");
  private static final Pattern SUM = Pattern.compile("[0-9a-f]{64}");
  private static final String DOWNLOADER = "/usr/lib/apt/apt-helper";

  /** Arguments of one call; far below what the kernel takes. */
  private static final int BATCH = 250;

  private final Path directory;
  private final long bound;

  PackageCache(Path cache, long bound) {
    this.directory = cache.resolve("packages");
    this.bound = bound;
  }

  /** Puts every file under its own name into the folder; scratch is an empty directory. */
  void fetch(List<DebianPackage> packages, Path folder, Path scratch, BuildTools tools)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    Files.createDirectories(folder);
    Files.createDirectories(scratch);
    List<DebianPackage> missing = new ArrayList<>();
    for (DebianPackage file : packages) {
      check(file);
      if (!takeKept(file, folder.resolve(file.getFilename()))) {
        missing.add(file);
      }
    }
    tools.log().line("%d packages, %d of them to fetch".formatted(packages.size(), missing.size()));
    for (int from = 0; from < missing.size(); from += BATCH) {
      List<DebianPackage> batch = missing.subList(from, Math.min(from + BATCH, missing.size()));
      download(batch, packages.size() - missing.size() + from, packages.size(), scratch, tools);
      for (DebianPackage file : batch) {
        keep(file, scratch.resolve(file.getFilename()), folder.resolve(file.getFilename()), tools);
      }
    }
    if (!missing.isEmpty()) {
      shrink();
    }
  }

  private void download(
      List<DebianPackage> batch, int before, int total, Path scratch, BuildTools tools)
      throws ToolException, InterruptedException {
    List<String> argv = new ArrayList<>(List.of(DOWNLOADER, "-o", "APT::Sandbox::User=root"));
    argv.addAll(List.of("-o", "Acquire::Retries=3", "download-file"));
    for (DebianPackage file : batch) {
      argv.add(file.getUrl());
      argv.add(scratch.resolve(file.getFilename()).toString());
      argv.add("SHA256:" + file.getSha256());
    }
    int[] begun = {before};
    // Whether each file has arrived is looked at below; one that has not must be named.
    var unused =
        tools.attempt(
            ToolCommand.of(scratch, argv)
                .withOutput(
                    new ToolOutput.Lines(
                        line -> {
                          tools.log().line(line);
                          if (line.startsWith("Get:")) {
                            tools.log().part("Fetching packages", begun[0]++, total);
                          }
                        })));
  }

  private boolean takeKept(DebianPackage file, Path place) throws IOException {
    Path kept = kept(file);
    try {
      if (!Digests.of(kept).equals(file.getSha256())) {
        Files.deleteIfExists(kept);
        return false;
      }
      Files.setLastModifiedTime(kept, FileTime.from(Instant.now()));
      link(kept, place);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private void keep(DebianPackage file, Path fetched, Path place, BuildTools tools)
      throws JobErrorException, IOException {
    if (!Files.exists(fetched) || !Digests.of(fetched).equals(file.getSha256())) {
      tools.expectRoom("Fetching packages", tools.log().tail());
      throw new JobErrorException(
          JobErrorCode.BUILD_JOB,
          ("The file of package %s %s is not (or no longer) at %s with the checksum of the"
                  + " manifest; ask for the image again to get a new manifest")
              .formatted(file.getName(), file.getVersion(), file.getUrl()),
          tools.log().tail());
    }
    Path kept = kept(file);
    Files.createDirectories(kept.resolveSibling("."));
    Path arriving = Files.createTempFile(directory, "new-", ".deb");
    try {
      Files.move(fetched, arriving, StandardCopyOption.REPLACE_EXISTING);
      link(arriving, place);
      Files.move(arriving, kept, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(arriving);
    }
  }

  /** Two names for one file where both lie on one file system. */
  private static void link(Path file, Path place) throws IOException {
    try {
      Files.createLink(place, file);
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.copy(file, place, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private Path kept(DebianPackage file) {
    return directory.resolve(file.getSha256().substring(0, 2)).resolve(file.getSha256() + ".deb");
  }

  /** Removes what was not used for longest until the rest is within the bound. */
  private void shrink() throws IOException, InterruptedException {
    try (HostLock lock = HostLock.take(directory.resolve("lock"))) {
      List<Kept> files = list();
      long size = files.stream().mapToLong(Kept::size).sum();
      files.sort(Comparator.comparing(Kept::used));
      for (Kept file : files) {
        if (size <= bound) {
          return;
        }
        Files.deleteIfExists(file.path());
        size -= file.size();
      }
    }
  }

  private record Kept(Path path, long size, FileTime used) {}

  private List<Kept> list() throws IOException {
    List<Kept> files = new ArrayList<>();
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".deb")) {
              files.add(new Kept(file, attributes.size(), attributes.lastModifiedTime()));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            // Another agent was quicker.
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  private static void check(DebianPackage file) throws JobErrorException {
    if (!FILENAME.matcher(file.getFilename()).matches()
        || !SUM.matcher(file.getSha256()).matches()
        || !URL.matcher(file.getUrl()).matches()) {
      throw new JobErrorException(
          JobErrorCode.PARSING_DYNAMIC_ARGS,
          "The manifest's entry for the package %s has a filename, url or sha256 that cannot be"
              .formatted(file.getName()));
    }
  }
}
