package org.imagebuilder.agent.debian;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.ToolCommand;
import org.imagebuilder.agent.tools.ToolException;
import org.imagebuilder.agent.tools.ToolResult;
import org.imagebuilder.agent.tools.ToolRunner;

/**
 * An apt beside the machine's own: no package is installed, and the sources, lists and caches are
 * its own. What the machine's apt.conf.d says of proxies, credentials and certificates still
 * counts.
 */
final class AptDirectory {

  /** Cleared: hooks and preferences that are meant for the machine itself. */
  private static final String CONFIG =
      """
      #clear APT::Update::Pre-Invoke;
      #clear APT::Update::Post-Invoke;
      #clear APT::Update::Post-Invoke-Success;
      #clear DPkg::Pre-Invoke;
      #clear DPkg::Post-Invoke;
      #clear DPkg::Pre-Install-Pkgs;
      #clear APT::Default-Release;
      Dir::State "@DIR@/state";
      Dir::State::status "@DIR@/status";
      Dir::State::extended_states "@DIR@/extended_states";
      Dir::Cache "@DIR@/cache";
      Dir::Cache::archives "archives/";
      Dir::Cache::pkgcache "pkgcache.bin";
      Dir::Cache::srcpkgcache "";
      Dir::Etc::sourcelist "@DIR@/image.sources";
      Dir::Etc::sourceparts "/dev/null";
      Dir::Etc::preferences "/dev/null";
      Dir::Etc::preferencesparts "/dev/null";
      Dir::Etc::trusted "/dev/null";
      Dir::Etc::trustedparts "/dev/null";
      Dir::Log "@DIR@";
      Acquire::ForceHash "SHA256";
      Acquire::GzipIndexes "true";
      Acquire::Languages "none";
      Acquire::Retries "3";
      APT::Architecture "@ARCH@";
      APT::Architectures { "@ARCH@"; };
      APT::Get::AllowUnauthenticated "false";
      APT::Install-Recommends "false";
      APT::Install-Suggests "false";
      APT::Sandbox::User "root";
      APT::Update::Error-Mode "any";
      """;

  private static final Duration TIMEOUT = Duration.ofMinutes(20);

  private final ToolRunner tools;
  private final Path directory;
  private final Path updated;

  private AptDirectory(ToolRunner tools, Path directory) {
    this.tools = tools;
    this.directory = directory;
    this.updated = directory.resolve("updated");
  }

  /** The directory for these sources below the cache; the same sources share one. */
  static AptDirectory open(
      ToolRunner tools, Path cache, DebianArchitecture architecture, List<String> sources)
      throws IOException, JobErrorException, InterruptedException {
    String text = String.join("\n", sources);
    String name = Digests.of(architecture.debianName() + "\n" + text).substring(0, 16);
    Path directory = cache.resolve("apt").resolve(name).toAbsolutePath().normalize();
    if (directory.toString().contains("\"")) {
      throw new JobErrorException(
          JobErrorCode.INVALID_CONFIG, "The worker's cache directory has a quote in its name");
    }
    AptDirectories.prune(directory);
    Files.createDirectories(directory.resolve("state/lists/partial"));
    Files.createDirectories(directory.resolve("cache/archives/partial"));
    Files.writeString(directory.resolve("status"), "");
    Files.writeString(directory.resolve("image.sources"), text);
    Files.writeString(
        directory.resolve("apt.conf"),
        CONFIG.replace("@DIR@", directory.toString()).replace("@ARCH@", architecture.debianName()));
    return new AptDirectory(tools, directory);
  }

  /** Held while the lists are read or written. */
  HostLock lock() throws IOException, InterruptedException {
    return HostLock.take(AptDirectories.lockOf(directory));
  }

  /** Fetches the package lists unless they are younger than this. */
  void refresh(Duration age)
      throws IOException, JobErrorException, ToolException, InterruptedException {
    if (Files.exists(updated)
        && Files.getLastModifiedTime(updated).toInstant().isAfter(Instant.now().minus(age))) {
      return;
    }
    ToolResult result = run("apt-get", List.of("update", "-q"));
    if (!result.succeeded()) {
      List<String> said = AptMessages.of(result);
      throw new JobErrorException(
          JobErrorCode.REPOSITORY_ERROR,
          "A package repository cannot be used: " + AptMessages.first(said),
          said);
    }
    Files.write(updated, new byte[0], StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    Files.setLastModifiedTime(updated, FileTime.from(Instant.now()));
  }

  ToolResult run(String program, List<String> arguments)
      throws ToolException, InterruptedException {
    List<String> argv = new ArrayList<>();
    argv.add(program);
    argv.add("--config-file=" + directory.resolve("apt.conf"));
    argv.addAll(arguments);
    return tools.run(ToolCommand.of(directory, argv).withTimeout(TIMEOUT));
  }

  /** When the newest of the package lists was made, in seconds since 1970. */
  long newestListEpoch() throws IOException {
    long newest = 0;
    try (DirectoryStream<Path> releases =
        Files.newDirectoryStream(directory.resolve("state/lists"), "*Release")) {
      for (Path release : releases) {
        newest = Math.max(newest, epoch(Files.readString(release)));
      }
    }
    return newest;
  }

  static long epoch(String release) {
    return release
        .lines()
        .filter(line -> line.startsWith("Date:"))
        .map(line -> line.substring("Date:".length()).strip().replaceFirst("UTC$", "GMT"))
        .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME))
        .mapToLong(ZonedDateTime::toEpochSecond)
        .findFirst()
        .orElse(0);
  }
}
