package org.imagebuilder.agent.debian;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.ToolCommand;
import org.imagebuilder.agent.tools.ToolException;
import org.imagebuilder.agent.tools.ToolRunner;

/**
 * How packages' own scripts are run as root of the image without being root of the machine, and
 * without network: in namespaces of their own, as far as the machine allows.
 */
final class Confinement {

  private static final List<String> NAMESPACES =
      List.of("--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--net", "--ipc");

  private static final List<String> AS_ROOT = plus(List.of("unshare"), NAMESPACES);

  private static final List<String> AS_USER =
      plus(List.of("unshare", "--user", "--map-root-user", "--map-auto"), NAMESPACES);

  /** Files get the same modes whatever the agent's umask is. */
  private static final List<String> UMASK = List.of("sh", "-c", "umask 022; exec \"$@\"", "sh");

  /** The mount goes away with its namespace, and all that is in it. */
  private static final List<String> IN_MEMORY =
      List.of(
          "sh",
          "-c",
          "umask 022; mount -t tmpfs -o \"size=$1,mode=0755\" tmpfs \"$TMPDIR\" && shift && exec \"$@\"",
          "sh");

  private static final Duration TRY = Duration.ofSeconds(30);

  private final List<String> namespaces;

  private Confinement(List<String> namespaces) {
    this.namespaces = namespaces;
  }

  /** The best that this machine allows, found by trying. */
  static Confinement find(ToolRunner tools, Path directory)
      throws JobErrorException, ToolException, InterruptedException {
    boolean root = "root".equals(System.getProperty("user.name"));
    List<String> namespaces = root ? AS_ROOT : AS_USER;
    var tried =
        tools.run(ToolCommand.of(directory, plus(namespaces, List.of("true"))).withTimeout(TRY));
    if (tried.succeeded()) {
      return new Confinement(namespaces);
    }
    if (root) {
      // A container without CAP_SYS_ADMIN: the container itself is the confinement.
      return new Confinement(List.of());
    }
    throw new JobErrorException(
        JobErrorCode.INVALID_CONFIG,
        "This worker's user may not make user namespaces: install the package uidmap, give the user"
            + " subordinate ids (usermod --add-subuids 100000-165535 --add-subgids 100000-165535"
            + " USER), and see that the sysctls user.max_user_namespaces and"
            + " kernel.unprivileged_userns_clone allow them",
        tried.logTail());
  }

  List<String> argv(List<String> command) {
    return plus(plus(namespaces, UMASK), command);
  }

  /** The same with TMPDIR in memory, where this machine lets us mount that. */
  List<String> argvInMemory(long bytes, List<String> command) {
    return namespaces.isEmpty()
        ? argv(command)
        : plus(plus(plus(namespaces, IN_MEMORY), List.of(Long.toString(bytes))), command);
  }

  private static List<String> plus(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }
}
