package org.imagebuilder.agent.debian;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.ToolCommand;
import org.imagebuilder.agent.tools.ToolException;

/** Makes a disk out of a packed tree, by writing into a plain file: nothing is mounted. */
final class DiskImage {

  private static final Pattern KERNEL = Pattern.compile("\\./boot/vmlinuz-([A-Za-z0-9.+~_-]+)");
  private static final int SECTOR = 512;

  /** A file system needs room for its own tables and some for a start. */
  private static final double OVERHEAD = 1.15;

  private final Path directory;
  private final ToolRoot root;
  private final DiskLayout layout;
  private final long epoch;
  private final BuildTools tools;
  private final Duration timeout;

  DiskImage(
      Path directory,
      ToolRoot root,
      DiskLayout layout,
      long epoch,
      BuildTools tools,
      Duration timeout) {
    this.directory = directory;
    this.root = root;
    this.layout = layout;
    this.epoch = epoch;
    this.tools = tools;
    this.timeout = timeout;
  }

  /** Writes the raw disk. */
  void write(Path tar, Path disk)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    expectRoom(tar);
    tools.log().begin("image", "org.imagebuilder.debian.boot", "Making the disk bootable");
    List<String> kernels = kernels(tar);
    Path boot = extract(tar, kernels);
    partition(disk);
    fillEsp(disk, boot, kernels);
    tools.log().begin("image", "org.imagebuilder.debian.disk", "Writing the root file system");
    fillRoot(tar, disk);
  }

  /** Writes the disk as a compressed qcow2 file. */
  void compress(Path disk, Path image)
      throws JobErrorException, ToolException, InterruptedException {
    tools.log().begin("image", "org.imagebuilder.debian.qcow2", "Compressing the disk");
    run(
        "Compressing the disk",
        "qemu-img",
        "convert",
        "-f",
        "raw",
        "-O",
        "qcow2",
        "-c",
        "-o",
        "compression_type=zstd",
        disk.toString(),
        image.toString());
  }

  private void expectRoom(Path tar) throws IOException, JobErrorException {
    long needed = (long) (Files.size(tar) * OVERHEAD) / DiskLayout.MEBIBYTE;
    if (layout.rootMebibytes() < needed) {
      throw new JobErrorException(
          JobErrorCode.BUILD_JOB,
          "A disk of %d MiB is too small for these packages: ask for a size of %d MiB at least"
              .formatted(
                  layout.sizeMebibytes(),
                  needed + layout.rootStartMebibytes() + DiskLayout.MARGIN_MEBIBYTES));
    }
  }

  private List<String> kernels(Path tar)
      throws JobErrorException, ToolException, InterruptedException {
    TreeSet<String> kernels = new TreeSet<>();
    tools.run(
        "Looking for the kernel",
        ToolCommand.of(directory, "tar", "-tf", tar.toString()),
        name -> {
          Matcher kernel = KERNEL.matcher(name);
          if (kernel.matches()) {
            kernels.add(kernel.group(1));
          }
        });
    if (kernels.isEmpty()) {
      throw new JobErrorException(
          JobErrorCode.BUILD_JOB,
          "There is no kernel in the image: add a package such as linux-image-cloud-%s"
              .formatted(layout.architecture().debianName()));
    }
    return List.copyOf(kernels);
  }

  private Path extract(Path tar, List<String> kernels)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    Path boot = Files.createDirectories(directory.resolve("boot"));
    List<String> argv = new ArrayList<>(List.of("tar", "-xf", tar.toString(), "-C"));
    argv.addAll(List.of(boot.toString(), "--no-same-owner", "--no-same-permissions", "--"));
    for (String kernel : kernels) {
      argv.addAll(List.of("./boot/vmlinuz-" + kernel, "./boot/initrd.img-" + kernel));
    }
    tools.run("Taking the kernel and its initrd out", ToolCommand.of(directory, argv));
    Path files = boot.resolve("boot");
    for (String kernel : kernels) {
      for (String name : List.of("vmlinuz-" + kernel, "initrd.img-" + kernel)) {
        // A link would lead to a file of this machine.
        if (!Files.isRegularFile(files.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
          throw new JobErrorException(
              JobErrorCode.BUILD_JOB, "/boot/%s is not a file".formatted(name));
        }
      }
    }
    return files;
  }

  private void partition(Path disk)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.setLength(layout.sizeMebibytes() * DiskLayout.MEBIBYTE);
    }
    Path input = Files.writeString(directory.resolve("partitions"), layout.partitions());
    tools.run(
        "Partitioning the disk",
        command("sfdisk", "--quiet", "--no-reread", "--no-tell-kernel", disk.toString())
            .withInput(input));
  }

  private void fillEsp(Path disk, Path boot, List<String> kernels)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    run(
        "Making the boot partition",
        "mkfs.vfat",
        "--offset",
        Long.toString(DiskLayout.MARGIN_MEBIBYTES * DiskLayout.MEBIBYTE / SECTOR),
        "-F",
        "32",
        // Firmware takes a small FAT32 for something else unless it has very many clusters.
        "-s",
        "1",
        "-n",
        "ESP",
        "--invariant",
        "-i",
        layout.ids().espVolume(),
        disk.toString(),
        Long.toString(DiskLayout.ESP_MEBIBYTES * 1024));
    String esp = disk + "@@" + DiskLayout.MARGIN_MEBIBYTES + "M";
    List<String> directories =
        new ArrayList<>(
            List.of(
                "mmd",
                "-i",
                esp,
                "::EFI",
                "::EFI/BOOT",
                "::EFI/systemd",
                "::loader",
                "::loader/entries",
                "::debian"));
    kernels.forEach(kernel -> directories.add("::debian/" + kernel));
    run("Making directories for the boot loader", directories.toArray(new String[0]));
    String removable = layout.architecture().removableBootLoader();
    put(esp, root.bootLoader(), "EFI/BOOT/" + removable);
    put(esp, root.bootLoader(), "EFI/systemd/" + layout.architecture().bootLoader());
    put(esp, text("loader.conf", "timeout 1\n"), "loader/loader.conf");
    for (String kernel : kernels) {
      Path entry = text("entry-" + kernel, layout.bootEntry(kernel));
      put(esp, entry, "loader/entries/debian-%s.conf".formatted(kernel));
      put(esp, boot.resolve("vmlinuz-" + kernel), "debian/%s/linux".formatted(kernel));
      put(
          esp,
          boot.resolve("initrd.img-" + kernel),
          "debian/%1$s/initrd.img-%1$s".formatted(kernel));
    }
  }

  private void fillRoot(Path tar, Path disk)
      throws JobErrorException, ToolException, InterruptedException {
    run(
        "Writing the root file system",
        "mke2fs",
        "-q",
        "-t",
        "ext4",
        "-L",
        "root",
        "-U",
        layout.ids().rootFileSystem().toString(),
        "-E",
        "offset=%d,hash_seed=%s,root_owner=0:0"
            .formatted(
                layout.rootStartMebibytes() * DiskLayout.MEBIBYTE, layout.ids().directoryHash()),
        "-d",
        tar.toString(),
        disk.toString(),
        layout.rootMebibytes() * 1024 + "k");
  }

  private Path text(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  /** Copies a file with the image's time, not with that of the build. */
  private void put(String esp, Path file, String place)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    Path own = directory.resolve("esp-file");
    Files.copy(file, own, StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(own, FileTime.from(Instant.ofEpochSecond(epoch)));
    run("Filling the boot partition", "mcopy", "-o", "-m", "-i", esp, own.toString(), "::" + place);
  }

  private void run(String what, String... argv)
      throws JobErrorException, ToolException, InterruptedException {
    String[] arguments = Arrays.copyOfRange(argv, 1, argv.length);
    tools.run(what, command(argv[0], arguments));
  }

  private ToolCommand command(String program, String... arguments) throws JobErrorException {
    return root.command(directory, program, arguments)
        .withEnvironment("SOURCE_DATE_EPOCH", Long.toString(epoch))
        .withTimeout(timeout);
  }
}
