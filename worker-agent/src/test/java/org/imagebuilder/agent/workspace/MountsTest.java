package org.imagebuilder.agent.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountsTest {

  private static final String MOUNTS =
      """
      22 1 0:20 / / rw - ext4 /dev/vda1 rw
      40 22 0:31 / /work/jobs/a/tree rw - tmpfs tmpfs rw
      41 40 0:32 / /work/jobs/a/tree/dev rw - devtmpfs udev rw
      42 22 0:33 / /work/jobs/ab rw - tmpfs tmpfs rw
      43 22 0:34 / /work/jobs/a/my\\040\\303\\244\\134 rw - tmpfs tmpfs rw
      """;

  @Test
  void mounts_in_a_directory_are_found_in_their_order_and_no_others() {
    assertThat(Mounts.below(Path.of("/work/jobs/a"), MOUNTS))
        .containsExactly(
            Path.of("/work/jobs/a/tree"),
            Path.of("/work/jobs/a/tree/dev"),
            Path.of("/work/jobs/a/my ä\\"));
  }

  @Test
  void loop_devices_are_known_by_their_files_even_by_deleted_ones(@TempDir Path devices)
      throws Exception {
    device(devices, "loop0", "/work/jobs/a/disk.raw\n");
    device(devices, "loop1", "/work/jobs/a/other.raw (deleted)\n");
    device(devices, "loop2", "/home/user/own.raw\n");
    Files.createDirectories(devices.resolve("loop3"));
    device(devices, "vda", "/work/jobs/a/disk.raw\n");

    assertThat(Mounts.loopDevices(Path.of("/work/jobs/a"), devices))
        .containsExactlyInAnyOrder("/dev/loop0", "/dev/loop1");
  }

  @Test
  void a_machine_without_block_devices_has_no_loop_devices(@TempDir Path directory) {
    assertThat(Mounts.loopDevices(Path.of("/work"), directory.resolve("nowhere"))).isEmpty();
  }

  @Test
  void a_sweep_unmounts_and_never_deletes_what_was_mounted(@TempDir Path directory)
      throws Exception {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Path precious = Files.writeString(outside.resolve("precious"), "stays");
    Path work = directory.resolve("work");
    String script =
        """
        set -e
        mkdir -p "$1/jobs/left/tree/dev" "$1/jobs/left/bound"
        mount -t tmpfs none "$1/jobs/left/tree"
        mkdir "$1/jobs/left/tree/dev"
        mount -t tmpfs none "$1/jobs/left/tree/dev"
        touch "$1/jobs/left/tree/dev/file"
        mount --bind "$2" "$1/jobs/left/bound"
        ln -s "$2" "$1/jobs/link"
        cd "$1/jobs/left/tree"
        shift 2
        exec "$@"
        """;

    int status =
        new ProcessBuilder(
                List.of(
                    "unshare",
                    "--user",
                    "--map-root-user",
                    "--mount",
                    "sh",
                    "-c",
                    script,
                    "sh",
                    work.toString(),
                    outside.toString(),
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Sweep.class.getName(),
                    work.toString()))
            .inheritIO()
            .start()
            .waitFor();

    assertThat(status).isZero();
    assertThat(precious).hasContent("stays");
    assertThat(work.resolve("jobs")).isEmptyDirectory();
  }

  /** An agent's start, in name spaces of its own. */
  static final class Sweep {
    public static void main(String[] arguments) throws Exception {
      try (Workspaces workspaces = Workspaces.take(Path.of(arguments[0]))) {
        workspaces.sweep();
      }
      System.exit(0);
    }
  }

  private static void device(Path devices, String name, String file) throws Exception {
    Path loop = Files.createDirectories(devices.resolve(name).resolve("loop"));
    Files.writeString(loop.resolve("backing_file"), file);
  }
}
