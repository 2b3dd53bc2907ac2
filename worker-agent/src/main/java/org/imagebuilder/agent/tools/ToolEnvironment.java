package org.imagebuilder.agent.tools;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What every tool sees of the agent's environment: where programs are, who one is, how to reach the
 * network. Never the rest, which may hold credentials.
 */
final class ToolEnvironment {

  private static final List<String> PASSED_ON =
      List.of(
          "HOME",
          "USER",
          "LOGNAME",
          "TMPDIR",
          "XDG_RUNTIME_DIR",
          "OSBUILD_DEPSOLVE_DNF",
          "OSBUILD_SOLVER_CONFIG",
          "REGISTRY_AUTH_FILE",
          "http_proxy",
          "https_proxy",
          "ftp_proxy",
          "no_proxy",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "NO_PROXY",
          "KRB5_CONFIG",
          "SSL_CERT_FILE",
          "SSL_CERT_DIR");

  /** Administrators' tools (sfdisk, mkfs) lie where the PATH of ordinary users does not lead. */
  private static final List<String> ALSO_ON_PATH =
      List.of("/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/local/bin", "/usr/bin", "/bin");

  private final Map<String, String> own;
  private final List<String> alsoPassedOn;

  ToolEnvironment(Map<String, String> own, List<String> alsoPassedOn) {
    this.own = Map.copyOf(own);
    this.alsoPassedOn = List.copyOf(alsoPassedOn);
  }

  Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>();
    List<String> names = new ArrayList<>(PASSED_ON);
    names.addAll(alsoPassedOn);
    for (String name : names) {
      String value = own.get(name);
      if (value != null) {
        variables.put(name, value);
      }
    }
    variables.put("PATH", String.join(":", path()));
    variables.put("LC_ALL", "C.UTF-8");
    return variables;
  }

  /** The program's path, if it is there and may be run. */
  Optional<Path> find(String program) {
    if (program.contains("/")) {
      return Optional.of(Path.of(program)).filter(ToolEnvironment::isProgram);
    }
    return path().stream()
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, program))
        .filter(ToolEnvironment::isProgram)
        .findFirst();
  }

  private List<String> path() {
    LinkedHashSet<String> directories =
        new LinkedHashSet<>(List.of(own.getOrDefault("PATH", "").split(":", -1)));
    directories.addAll(ALSO_ON_PATH);
    return new ArrayList<>(directories);
  }

  private static boolean isProgram(Path path) {
    return Files.isRegularFile(path) && Files.isExecutable(path);
  }
}
