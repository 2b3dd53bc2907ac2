package org.imagebuilder.agent.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.ToolCommand;
import org.imagebuilder.agent.tools.ToolRunner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs a tree of a few files with the real tools, as a disk and as a container. */
class DiskImageIT {

  private static final long EPOCH = 1_750_000_000;

  private final Path directory;
  private final ToolRunner runner;
  private final BuildTools tools;
  private final Path tar;
  private final ToolRoot root;

  DiskImageIT(@TempDir Path directory) throws Exception {
    this.directory = directory;
    this.runner = new ToolRunner(directory);
    this.tools = new BuildTools(runner, new BuildLog(progress -> {}));
    this.tar = directory.resolve("root.tar");
    Path cache = Path.of(System.getProperty("debian.cache", "target/debian-cache"));
    DebianSettings settings = DebianSettings.of(cache, "x86_64", Optional.empty());
    this.root =
        new DebianTools(runner, settings, new PackageCache(cache, settings.packageCacheBytes()))
            .root(DebianArchitecture.X86_64, directory.resolve("tools"), tools);
  }

  @BeforeEach
  void a_tree_with_a_kernel() throws Exception {
    Path tree = Files.createDirectories(directory.resolve("tree"));
    Files.createDirectories(tree.resolve("boot"));
    Files.createDirectories(tree.resolve("etc"));
    Files.writeString(tree.resolve("boot/vmlinuz-6.1"), "kernel");
    Files.writeString(tree.resolve("boot/initrd.img-6.1"), "initrd");
    Files.writeString(tree.resolve("etc/hostname"), "tiny\n");
    pack(tree);
  }

  @Test
  void a_disk_has_a_boot_partition_and_a_root_file_system() throws Exception {
    Path disk = directory.resolve("disk.raw");

    disk(1024).write(tar, disk);

    assertThat(Files.size(disk)).isEqualTo(1L << 30);
    JsonNode table = new ObjectMapper().readTree(said("sfdisk", "--json", disk.toString()));
    assertThat(table.at("/partitiontable/partitions")).hasSize(2);
    assertThat(table.at("/partitiontable/partitions/1/type").asText())
        .isEqualToIgnoringCase(DebianArchitecture.X86_64.rootPartitionType());
    String esp = disk + "@@1M";
    assertThat(said("mtype", "-i", esp, "::loader/entries/debian-6.1.conf"))
        .contains("linux /debian/6.1/linux\n");
    assertThat(said("mtype", "-i", esp, "::debian/6.1/initrd.img-6.1")).isEqualTo("initrd");
    assertThat(said("mdir", "-b", "-i", esp, "::EFI/BOOT")).contains("BOOTX64.EFI");
    assertThat(said("debugfs", "-R", "cat /etc/hostname", disk + "?offset=" + (257L << 20)))
        .isEqualTo("tiny\n");
  }

  @Test
  void the_same_tree_gives_the_same_disk() throws Exception {
    Path first = directory.resolve("1.raw");
    Path second = directory.resolve("2.raw");

    disk(512).write(tar, first);
    disk(512).write(tar, second);

    assertThat(Digests.of(second)).isEqualTo(Digests.of(first));
  }

  @Test
  void a_disk_compresses_to_the_same_qcow2() throws Exception {
    Path disk = directory.resolve("disk.raw");
    disk(512).write(tar, disk);

    disk(512).compress(disk, directory.resolve("1.qcow2"));
    disk(512).compress(disk, directory.resolve("2.qcow2"));

    assertThat(Digests.of(directory.resolve("2.qcow2")))
        .isEqualTo(Digests.of(directory.resolve("1.qcow2")));
    assertThat(said("qemu-img", "info", directory.resolve("1.qcow2").toString()))
        .contains("virtual size: 512 MiB");
  }

  @Test
  void a_disk_that_is_too_small_says_how_big_it_must_be() {
    assertThatThrownBy(() -> disk(200).write(tar, directory.resolve("disk.raw")))
        .isInstanceOf(JobErrorException.class)
        .hasMessageContaining("ask for a size of 258 MiB");
  }

  @Test
  void a_kernel_that_is_a_link_is_not_followed() throws Exception {
    Path tree = directory.resolve("tree");
    Files.delete(tree.resolve("boot/vmlinuz-6.1"));
    Path outside = Files.writeString(directory.resolve("outside"), "secret");
    Files.createSymbolicLink(tree.resolve("boot/vmlinuz-6.1"), outside);
    pack(tree);

    assertThatThrownBy(() -> disk(512).write(tar, directory.resolve("disk.raw")))
        .isInstanceOf(JobErrorException.class)
        .hasMessageContaining("vmlinuz-6.1 is not a file");
  }

  @Test
  void a_container_names_everything_by_its_checksum() throws Exception {
    Path archive = directory.resolve("image.oci.tar");

    new OciArchive(directory, tools).write(tar, archive, DebianArchitecture.X86_64, EPOCH);

    Path layout = Files.createDirectories(directory.resolve("layout"));
    runner.run(ToolCommand.of(layout, "tar", "-xf", archive.toString()));
    JsonNode index = json(layout.resolve("index.json"));
    JsonNode manifest = json(blob(layout, index.at("/manifests/0")));
    JsonNode config = json(blob(layout, manifest.at("/config")));
    Path layer = blob(layout, manifest.at("/layers/0"));
    Path unpacked = directory.resolve("unpacked.tar");
    try (GZIPInputStream stream = new GZIPInputStream(Files.newInputStream(layer))) {
      Files.copy(stream, unpacked);
    }
    assertThat(config.at("/rootfs/diff_ids/0").asText()).isEqualTo("sha256:" + Digests.of(tar));
    assertThat(Digests.of(unpacked)).isEqualTo(Digests.of(tar));
    assertThat(config.at("/created").asText()).isEqualTo("2025-06-15T15:06:40Z");
  }

  private DiskImage disk(long mebibytes) {
    DiskLayout layout = new DiskLayout(mebibytes, new ImageIds(42), DebianArchitecture.X86_64, "");
    return new DiskImage(directory, root, layout, EPOCH, tools, Duration.ofMinutes(5));
  }

  private void pack(Path tree) throws Exception {
    runner.run(ToolCommand.of(directory, "tar", "-cf", tar.toString(), "-C", tree.toString(), "."));
  }

  private String said(String program, String... arguments) throws Exception {
    return runner.run(root.command(directory, program, arguments)).output();
  }

  private static Path blob(Path layout, JsonNode descriptor) throws Exception {
    String sum = descriptor.path("digest").asText().substring("sha256:".length());
    Path file = layout.resolve("blobs/sha256").resolve(sum);
    assertThat(Digests.of(file)).isEqualTo(sum);
    assertThat(Files.size(file)).isEqualTo(descriptor.path("size").asLong());
    return file;
  }

  private static JsonNode json(Path file) throws Exception {
    return new ObjectMapper().readTree(file.toFile());
  }
}
