package org.imagebuilder.agent.debian;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.imagebuilder.agent.contract.worker.model.DebianCustomizations;
import org.imagebuilder.agent.contract.worker.model.DebianImageType;
import org.imagebuilder.agent.contract.worker.model.DebianManifest;
import org.imagebuilder.agent.contract.worker.model.DebianPackage;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.ToolCommand;
import org.imagebuilder.agent.tools.ToolException;
import org.imagebuilder.agent.tools.ToolOutput;
import org.imagebuilder.agent.tools.ToolResult;

/**
 * Installs the packages of a folder into an empty tree, customizes it, and packs it as root.tar.
 */
final class TreeBuilder {

  private static final String DEFAULT_HOSTNAME = "debian";
  private static final String DEFAULT_LOCALE = "C.UTF-8";
  private static final Pattern ID_LINE =
      Pattern.compile("(?m)^%s: ([A-Za-z0-9._-]+)$".formatted(ExtraRepository.ID_FIELD));

  private final Path directory;
  private final Confinement confinement;
  private final BuildTools tools;
  private final Duration timeout;

  TreeBuilder(Path directory, Confinement confinement, BuildTools tools, Duration timeout) {
    this.directory = directory;
    this.confinement = confinement;
    this.tools = tools;
    this.timeout = timeout;
  }

  /** The folder holds the manifest's files and nothing else. */
  Path build(DebianManifest manifest, Path folder, ToolRoot root)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    tools.log().begin("tree", "org.imagebuilder.debian.tree", "Installing packages");
    index(folder, root);
    Path script = directory.resolve("customize");
    script(manifest, script);
    Path hook = Files.writeString(directory.resolve("hook.sh"), TreeScript.resource("hook.sh"));
    Path tar = directory.resolve("root.tar");
    Path temporary = Files.createDirectories(directory.resolve("tree"));
    ToolCommand command =
        ToolCommand.of(directory, argv(manifest, mmdebstrap(manifest, folder, tar)))
            .withEnvironment("HOME", "/root")
            .withEnvironment("USER", "root")
            .withEnvironment("LOGNAME", "root")
            .withEnvironment("TMPDIR", temporary.toString())
            .withEnvironment("SOURCE_DATE_EPOCH", manifest.getSourceDateEpoch().toString())
            .withEnvironment("IMAGEBUILDER_HOOK", hook.toString())
            .withEnvironment("IMAGEBUILDER_TREE", script.toString())
            .withOutput(new ToolOutput.Lines(tools.log()::line))
            .withLogLines(this::heard)
            .withTimeout(timeout);
    try {
      tools.expectSuccess("Installing the packages", tools.attemptAsIs(command));
    } finally {
      removeTree(temporary);
    }
    return tar;
  }

  private List<String> argv(DebianManifest manifest, List<String> command) {
    OptionalLong memory = Memory.forTree(manifest.getPackages());
    return memory.isPresent()
        ? confinement.argvInMemory(memory.getAsLong(), command)
        : confinement.argv(command);
  }

  private static List<String> mmdebstrap(DebianManifest manifest, Path folder, Path tar) {
    List<String> argv =
        new ArrayList<>(
            List.of(
                "mmdebstrap",
                "--mode=root",
                "--variant=custom",
                "--format=tar",
                // The tree is thrown away unless all goes well: nothing needs to be safe on disk.
                "--dpkgopt=force-unsafe-io",
                "--aptopt=APT::Sandbox::User \"root\"",
                "--customize-hook=exec /bin/sh \"$IMAGEBUILDER_HOOK\" \"$1\""));
    if (manifest.getImageType() == DebianImageType.CONTAINER) {
      // Who unpacks a container without root may not make devices, and gets them from the runtime.
      argv.add("--skip=output/dev");
    }
    argv.add(
        manifest.getPackages().stream()
            .map(DebianPackage::getName)
            .collect(Collectors.joining(",", "--include=", "")));
    argv.add("-");
    argv.add(tar.toString());
    argv.add("deb [trusted=yes] copy:%s ./".formatted(escaped(folder)));
    return argv;
  }

  private static String escaped(Path folder) {
    return URI.create(folder.toUri().toASCIIString().replaceFirst("^file:/+", "file:/"))
        .getRawPath();
  }

  /** Each phase is a stage of its own, for whoever watches. */
  private void heard(String line) {
    if (line.startsWith("I: running --customize-hook")) {
      tools.log().begin("tree", "org.imagebuilder.debian.customize", "Customizing");
    } else if (line.startsWith("I: creating tarball")) {
      tools.log().begin("tree", "org.imagebuilder.debian.pack", "Packing the tree");
    }
    tools.log().line(line);
  }

  private void index(Path folder, ToolRoot root)
      throws JobErrorException, ToolException, InterruptedException {
    for (String kind : List.of("packages", "release")) {
      Path file = folder.resolve(kind.equals("packages") ? "Packages" : "Release");
      ToolResult result =
          tools.attempt(
              root.command(folder, "apt-ftparchive", kind, ".")
                  .withOutput(new ToolOutput.ToFile(file)));
      tools.expectSuccess("Listing the packages", result);
    }
  }

  private static void script(DebianManifest manifest, Path directory) throws IOException {
    TreeScript script = new TreeScript(directory);
    ShellCalls calls = script.calls();
    calls.call("clean_up").call("rm", "-f", "/etc/hostname");
    sources(manifest, script);
    if (DiskLayout.isDisk(manifest)) {
      DiskLayout layout = DiskLayout.of(manifest);
      calls
          .call("set_hostname", DEFAULT_HOSTNAME)
          .call("set_locale", DEFAULT_LOCALE)
          .call(
              "prepare_disk",
              script.data(layout.fstab()),
              script.data(layout.kernelArguments() + "\n"));
    }
    calls.call("make_host_keys_at_first_boot");
    DebianCustomizations wanted = manifest.getCustomizations();
    if (wanted != null) {
      new CustomizationCalls(script).write(wanted);
    }
    script.write();
  }

  /** Debian's own sources in one file, each further repository in a file of its own. */
  private static void sources(DebianManifest manifest, TreeScript script) throws IOException {
    StringBuilder debian = new StringBuilder();
    StringBuilder lines = new StringBuilder();
    for (String source : Absent.list(manifest.getSources())) {
      var id = ID_LINE.matcher(source);
      if (id.find()) {
        put(script, id.group(1) + ".sources", source);
      } else if (source.contains("\n")) {
        debian.append(debian.isEmpty() ? "" : "\n").append(source);
      } else {
        lines.append(source).append('\n');
      }
    }
    if (!debian.isEmpty()) {
      put(script, "debian.sources", debian.toString());
    }
    if (!lines.isEmpty()) {
      put(script, "debian.list", lines.toString());
    }
  }

  private static void put(TreeScript script, String name, String content) throws IOException {
    script
        .calls()
        .call(
            "put_file",
            script.data(content),
            "/etc/apt/sources.list.d/" + name,
            "0644",
            "root:root",
            "yes");
  }

  /** What a stopped run leaves may belong to ids that this process cannot touch from outside. */
  private void removeTree(Path temporary) throws InterruptedException {
    boolean interrupted = Thread.interrupted();
    List<String> remove = List.of("rm", "-rf", "--", temporary.toString());
    try {
      ToolResult unused = tools.attempt(ToolCommand.of(directory, confinement.argv(remove)));
    } catch (ToolException e) {
      // Why the build failed matters more; the job's directory is swept again later.
      tools.log().line("The tree could not be removed: " + e.getMessage());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
