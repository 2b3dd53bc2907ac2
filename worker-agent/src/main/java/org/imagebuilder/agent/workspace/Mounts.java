package org.imagebuilder.agent.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.imagebuilder.agent.tools.ToolCommand;
import org.imagebuilder.agent.tools.ToolException;
import org.imagebuilder.agent.tools.ToolResult;
import org.imagebuilder.agent.tools.ToolRunner;
import org.jboss.logging.Logger;

/**
 * What the tools of a job left mounted or attached in its directory: they were killed before they
 * could put it away. Deleting through a mount would delete what is mounted.
 */
final class Mounts {

  private static final Logger LOG = Logger.getLogger(Mounts.class);
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
  private static final Path DEVICES = Path.of("/sys/block");
  private static final int MOUNT_POINT = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Space, tab, newline and backslash are written as octal numbers. */
  private static final Pattern ESCAPED = Pattern.compile("\\\\([0-7]{3})");

  private static final String DELETED = " (deleted)";

  private final ToolRunner tools;

  Mounts(ToolRunner tools) {
    this.tools = tools;
  }

  /** Unmounts and detaches all that lies in the directory; what others still use goes later. */
  void release(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      // A link leads to what is not the job's.
      return;
    }
    Path real = directory.toRealPath();
    List<Path> mounted = below(real, Files.readString(MOUNTS));
    for (Path mount : mounted.reversed()) {
      LOG.infof("A mount was left in a job's directory and goes, mount=%s", mount);
      run("umount", "--lazy", "--", mount.toString());
    }
    for (String device : loopDevices(real, DEVICES)) {
      LOG.infof("A loop device was left on a job's file and goes, device=%s", device);
      run("losetup", "--detach", device);
    }
    List<Path> still = below(real, Files.readString(MOUNTS));
    if (!still.isEmpty()) {
      throw new IOException("%s is still mounted".formatted(still.getFirst()));
    }
  }

  /** In the order in which they were mounted: later ones may lie in earlier ones. */
  static List<Path> below(Path directory, String mountInformation) {
    return mountInformation
        .lines()
        .map(line -> line.split(" ", -1))
        .filter(fields -> fields.length > MOUNT_POINT)
        .map(fields -> Path.of(plain(fields[MOUNT_POINT])))
        .filter(mount -> mount.startsWith(directory))
        .toList();
  }

  /** The devices whose file lies or lay in the directory. */
  static List<String> loopDevices(Path directory, Path devices) {
    List<String> found = new ArrayList<>();
    try (Stream<Path> entries = Files.list(devices)) {
      for (Path entry : entries.filter(Mounts::isLoop).toList()) {
        Path file = entry.resolve("loop/backing_file");
        if (Files.exists(file) && Path.of(backing(file)).startsWith(directory)) {
          found.add("/dev/" + entry.getFileName());
        }
      }
    } catch (IOException e) {
      LOG.debugf("Loop devices cannot be listed, reason=%s", e.getMessage());
    }
    return found;
  }

  private static boolean isLoop(Path device) {
    return device.getFileName().toString().startsWith("loop");
  }

  private static String backing(Path file) throws IOException {
    String text = Files.readString(file).strip();
    return text.endsWith(DELETED) ? text.substring(0, text.length() - DELETED.length()) : text;
  }

  private static String plain(String escaped) {
    if (escaped.indexOf('\\') < 0) {
      return escaped;
    }
    // Each number is one byte of a name that may have more of them per character.
    String bytes =
        ESCAPED
            .matcher(
                new String(escaped.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
            .replaceAll(
                octal -> {
                  String character = Character.toString((char) Integer.parseInt(octal.group(1), 8));
                  return Matcher.quoteReplacement(character);
                });
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** A thread that is being interrupted has to clean up all the same. */
  private void run(String... argv) {
    boolean interrupted = Thread.interrupted();
    try {
      ToolResult result = tools.run(ToolCommand.of(Path.of("/"), argv).withTimeout(PATIENCE));
      if (!result.succeeded()) {
        LOG.warnf("%s failed, answer=%s", argv[0], String.join(" ", result.logTail()));
      }
    } catch (ToolException e) {
      LOG.warnf("%s failed, reason=%s", argv[0], e.getMessage());
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
