package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.imagebuilder.composer.errors.ErrorCode;

/** Which files, directories and mount points an image may be given, and what they may look like. */
final class PathRules {
  private static final List<String> SYSTEM =
      List.of(
          "/bin",
          "/boot",
          "/dev",
          "/efi",
          "/lib",
          "/lib64",
          "/lost+found",
          "/proc",
          "/run",
          "/sbin",
          "/sys",
          "/sysroot",
          "/tmp",
          "/usr",
          "/var/run",
          "/var/tmp");
  private static final String LOCAL = "/usr/local";
  private static final Set<String> KEPT_BY_TOOLS =
      Set.of("/etc/fstab", "/etc/group", "/etc/passwd", "/etc/shadow");
  private static final List<String> NO_MOUNTPOINTS =
      List.of(
          "/etc",
          "/sys",
          "/proc",
          "/dev",
          "/run",
          "/bin",
          "/sbin",
          "/lib",
          "/lib64",
          "/lost+found",
          "/sysroot",
          "/var/run",
          "/var/lock");
  private static final Pattern MODE = Pattern.compile("0?[0-7]{3}|[1-7][0-7]{3}");
  private static final Pattern OWNER =
      Pattern.compile("[A-Za-z0-9_.][A-Za-z0-9_.-]{0,30}[A-Za-z0-9_.$-]?");

  private PathRules() {}

  static void check(JsonNode customizations, String member) {
    Set<String> paths = new HashSet<>();
    nodes(customizations.path("directories"), member + ".directories", false, paths);
    nodes(customizations.path("files"), member + ".files", true, paths);
    filesParents(customizations.path("files"), paths, member);
    mountpoints(customizations.path("filesystem"), member + ".filesystem");
    DiskRules.check(customizations.path("disk"), member + ".disk");
    if (customizations.has("disk") && customizations.has("filesystem")) {
      throw refusal(member + ".filesystem: give disk or filesystem, not both");
    }
  }

  private static void nodes(JsonNode nodes, String member, boolean files, Set<String> paths) {
    for (int i = 0; i < nodes.size(); i++) {
      JsonNode node = nodes.get(i);
      String at = member + "[" + i + "]";
      String path = node.path("path").asText();
      fault(path)
          .ifPresent(
              fault -> {
                throw refusal(at + ".path: " + fault);
              });
      if (isSystem(path) || (files && KEPT_BY_TOOLS.contains(path))) {
        throw refusal(at + ".path: '" + path + "' belongs to the system, choose another place");
      }
      if (!paths.add(path)) {
        throw refusal(at + ".path: '" + path + "' is given twice");
      }
      Trees.text(node, "mode")
          .filter(mode -> !MODE.matcher(mode).matches())
          .ifPresent(
              mode -> {
                throw refusal(
                    at + ".mode: '" + mode + "' is no octal mode, write for example 0644");
              });
      owner(node.path("user"), at + ".user");
      owner(node.path("group"), at + ".group");
    }
  }

  private static void owner(JsonNode owner, String member) {
    if (owner.isTextual() && !OWNER.matcher(owner.asText()).matches()) {
      throw refusal(member + ": '" + owner.asText() + "' is no name of a user or group");
    }
  }

  /** A file cannot hold others. */
  private static void filesParents(JsonNode files, Set<String> paths, String member) {
    for (JsonNode file : files) {
      String below = file.path("path").asText() + "/";
      paths.stream()
          .filter(path -> path.startsWith(below))
          .findFirst()
          .ifPresent(
              path -> {
                throw refusal(member + ".files: '" + path + "' would lie below a file");
              });
    }
  }

  private static void mountpoints(JsonNode filesystems, String member) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < filesystems.size(); i++) {
      String path = filesystems.get(i).path("mountpoint").asText();
      mountpoint(path, member + "[" + i + "].mountpoint", seen);
    }
  }

  /** Refuses what cannot be a file system of its own, or is one already. */
  static void mountpoint(String path, String at, Set<String> seen) {
    boolean isRoot = path.equals("/");
    if (!isRoot) {
      fault(path)
          .ifPresent(
              fault -> {
                throw refusal(at + ": " + fault);
              });
    }
    boolean denied = NO_MOUNTPOINTS.stream().anyMatch(each -> isBelow(path, each));
    if (denied || (isBelow(path, "/usr") && !path.equals("/usr"))) {
      throw refusal(at + ": '" + path + "' cannot be a file system of its own");
    }
    if (!seen.add(path)) {
      throw refusal(at + ": '" + path + "' is given twice");
    }
  }

  /** What is wrong with a path, if anything is. */
  static Optional<String> fault(String path) {
    if (path.isEmpty()) {
      return Optional.of("path must not be empty");
    }
    if (!path.startsWith("/")) {
      return Optional.of("path must be absolute");
    }
    if (path.endsWith("/")) {
      return Optional.of("path must not end with a slash");
    }
    if (path.contains("//")
        || List.of(path.split("/", -1)).stream().anyMatch(Set.of(".", "..")::contains)) {
      return Optional.of("path must be canonical");
    }
    if (path.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("path must not hold control characters");
    }
    return Optional.empty();
  }

  private static boolean isSystem(String path) {
    return !isBelow(path, LOCAL) && SYSTEM.stream().anyMatch(system -> isBelow(path, system));
  }

  private static boolean isBelow(String path, String directory) {
    return path.equals(directory) || path.startsWith(directory + "/");
  }

  private static RuntimeException refusal(String details) {
    return ErrorCode.INVALID_CUSTOMIZATION.because(details);
  }
}
