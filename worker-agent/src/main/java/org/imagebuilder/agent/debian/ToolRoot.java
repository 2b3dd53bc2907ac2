package org.imagebuilder.agent.debian;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.ToolCommand;

/**
 * A directory with the tools of one Debian release, unpacked and not installed. Its programs run by
 * its own program loader on its own libraries, so no root, mount or namespace is needed, and each
 * worker uses the same versions whatever it runs itself.
 */
final class ToolRoot {

  private static final List<String> PROGRAMS = List.of("usr/sbin", "usr/bin");

  private final Path directory;
  private final DebianArchitecture architecture;

  ToolRoot(Path directory, DebianArchitecture architecture) {
    this.directory = directory;
    this.architecture = architecture;
  }

  /** A call of one of its programs. */
  ToolCommand command(Path workingDirectory, String program, String... arguments)
      throws JobErrorException {
    Path libraries = directory.resolve("usr/lib").resolve(architecture.libraryDirectory());
    List<String> argv = new ArrayList<>();
    argv.add(libraries.resolve(architecture.loader()).toString());
    argv.addAll(List.of("--library-path", libraries.toString()));
    argv.addAll(List.of("--argv0", program, program(program).toString()));
    argv.addAll(List.of(arguments));
    return ToolCommand.of(workingDirectory, argv)
        .withEnvironment("TZ", "UTC")
        .withEnvironment("GCONV_PATH", libraries.resolve("gconv").toString())
        .withEnvironment("MKE2FS_CONFIG", directory.resolve("etc/mke2fs.conf").toString());
  }

  Path bootLoader() {
    return directory.resolve("usr/lib/systemd/boot/efi").resolve(architecture.bootLoader());
  }

  private Path program(String name) throws JobErrorException {
    return PROGRAMS.stream()
        .map(place -> directory.resolve(place).resolve(name))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new JobErrorException(
                    JobErrorCode.INVALID_CONFIG,
                    "The tool %s is missing in the worker's tool root %s; remove that directory, and it is made again"
                        .formatted(name, directory)));
  }
}
