package org.imagebuilder.agent.tools;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** podman: makes a container of an image, shows its files, runs programs of it. */
public final class Podman {

  private static final Duration QUICK = Duration.ofMinutes(5);
  private static final Pattern ID = Pattern.compile("[0-9a-f]{12,64}");

  private final ToolRunner runner;
  private final String program;
  private final Optional<Path> logins;
  private final Duration patience;

  /**
   * @param logins file with logins for registries
   * @param patience for fetching an image
   */
  public Podman(ToolRunner runner, String program, Optional<Path> logins, Duration patience) {
    this.runner = runner;
    this.program = program;
    this.logins = logins;
    this.patience = patience;
  }

  /** Fetches the image where it is not here, and makes a container that is never started. */
  public String create(Path directory, String reference)
      throws ToolException, InterruptedException {
    String id =
        run(
            directory,
            patience,
            List.of("create", "--quiet", "--entrypoint", "sleep", reference, "infinity"));
    if (!ID.matcher(id).matches()) {
      throw new UnusableToolException(program + " create names no container", List.of());
    }
    return id;
  }

  /** Where the container's files can be seen. */
  public Path mount(Path directory, String container) throws ToolException, InterruptedException {
    Path root = Path.of(run(directory, QUICK, List.of("mount", container)));
    if (!root.isAbsolute() || !Files.isDirectory(root)) {
      throw new UnusableToolException(program + " mount names no directory", List.of());
    }
    return root;
  }

  /** One fact of a container or an image, as a template of podman's names it. */
  public String inspect(Path directory, String type, String name, String template)
      throws ToolException, InterruptedException {
    return run(directory, QUICK, List.of("inspect", "--type", type, "--format", template, name));
  }

  /**
   * Runs a program of the image without a network and to its end, and returns what it wrote. It may
   * be anybody's, so it sees nothing of this machine.
   */
  public String runInside(Path directory, String reference, List<String> command)
      throws ToolException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("run", "--rm", "--network", "none"));
    arguments.addAll(List.of("--entrypoint", command.getFirst(), reference));
    arguments.addAll(command.subList(1, command.size()));
    return run(directory, QUICK, arguments);
  }

  public void remove(Path directory, String container) throws ToolException, InterruptedException {
    run(directory, QUICK, List.of("rm", "--force", "--ignore", container));
  }

  public void removeImage(Path directory, String reference)
      throws ToolException, InterruptedException {
    run(directory, QUICK, List.of("rmi", reference));
  }

  private String run(Path directory, Duration timeout, List<String> arguments)
      throws ToolException, InterruptedException {
    List<String> argv = new ArrayList<>(List.of(program));
    argv.addAll(arguments);
    ToolCommand command = ToolCommand.of(directory, argv).withTimeout(timeout);
    if (logins.isPresent()) {
      command = command.withEnvironment("REGISTRY_AUTH_FILE", logins.get().toString());
    }
    ToolResult result = runner.run(command);
    if (!result.succeeded()) {
      throw new UnusableToolException(
          "%s %s ended with status %d".formatted(program, arguments.getFirst(), result.exitCode()),
          result.logTail());
    }
    return result.output().strip();
  }
}
