package org.imagebuilder.agent.debian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.agent.contract.worker.model.DebianPackage;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.MissingToolException;
import org.imagebuilder.agent.tools.ToolCommand;
import org.imagebuilder.agent.tools.ToolException;
import org.imagebuilder.agent.tools.ToolRunner;

/** The tools of a build: what this machine must have, and the tool root that the engine makes. */
public final class DebianTools {

  /** The oldest release whose mke2fs fills a file system from a tar archive. */
  private static final String SUITE = "trixie";

  /** Changes when the list below does. */
  private static final String EDITION = "1";

  private static final List<String> PACKAGES =
      List.of(
          "apt-utils",
          "dosfstools",
          "e2fsprogs",
          "fdisk",
          "libarchive13t64",
          "mtools",
          "qemu-utils",
          "systemd-boot-efi");

  private static final List<String> HOST_TOOLS =
      List.of("apt-get", "apt-cache", "dpkg-deb", "mmdebstrap", "tar", "unshare");

  private final ToolRunner tools;
  private final DebianSettings settings;
  private final PackageCache cache;

  DebianTools(ToolRunner tools, DebianSettings settings, PackageCache cache) {
    this.tools = tools;
    this.settings = settings;
    this.cache = cache;
  }

  /** The programs of this machine that a build needs; who is not root needs one more. */
  public static List<String> programs() {
    List<String> programs = new ArrayList<>(HOST_TOOLS);
    if (!"root".equals(System.getProperty("user.name"))) {
      programs.add("newuidmap");
    }
    return List.copyOf(programs);
  }

  /** What keeps this machine from building, as one sentence that says what to install. */
  public Optional<String> missing() {
    List<String> names = new ArrayList<>();
    for (String tool : programs()) {
      try {
        Path unused = tools.find(tool);
      } catch (MissingToolException e) {
        names.add(tool);
      }
    }
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "This worker lacks %s: install the Debian packages mmdebstrap, uidmap, apt, dpkg, tar and util-linux"
                .formatted(String.join(", ", names)));
  }

  /** The tool root, made if this is the first build on this machine. */
  ToolRoot root(DebianArchitecture architecture, Path scratch, BuildTools build)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    Path all = settings.cache().resolve("tools").toAbsolutePath().normalize();
    Path own = all.resolve("%s-%s-%s".formatted(SUITE, architecture.debianName(), EDITION));
    try (HostLock lock = HostLock.take(all.resolve("lock"))) {
      if (!Files.isDirectory(own)) {
        build.log().line("The tool root is made once: " + own);
        make(own, architecture, scratch, build);
      }
    }
    return new ToolRoot(own, architecture);
  }

  private void make(Path own, DebianArchitecture architecture, Path scratch, BuildTools build)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    DebianArchive archive = DebianArchive.find(settings, Path.of("/"));
    AptDirectory apt =
        AptDirectory.open(tools, settings.cache(), architecture, archive.forHost(SUITE));
    List<DebianPackage> packages;
    try (HostLock lock = apt.lock()) {
      apt.refresh(settings.listAge());
      packages = new PackageSolver(apt).solve(PACKAGES).packages();
    }
    Path files = scratch.resolve("files");
    cache.fetch(packages, files, scratch.resolve("download"), build);
    Path growing = Files.createTempDirectory(own.resolveSibling("."), "new-");
    unpack(packages, files, growing, build);
    Files.writeString(
        growing.resolve("packages"),
        String.join("\n", packages.stream().map(p -> p.getName() + " " + p.getVersion()).toList()));
    Files.move(growing, own, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void unpack(List<DebianPackage> packages, Path files, Path root, BuildTools build)
      throws JobErrorException, ToolException, InterruptedException {
    List<String> argv =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "set -e; root=$1; shift; for deb; do dpkg-deb --extract \"$deb\" \"$root\"; done",
                "sh",
                root.toString()));
    packages.forEach(file -> argv.add(files.resolve(file.getFilename()).toString()));
    build.run("Unpacking the tools", ToolCommand.of(files, argv));
  }

  /** The failure for a machine that cannot build. */
  void expectReady() throws JobErrorException {
    Optional<String> missing = missing();
    if (missing.isPresent()) {
      throw new JobErrorException(JobErrorCode.INVALID_CONFIG, missing.get());
    }
  }
}
