package org.imagebuilder.agent.debian;

import org.imagebuilder.agent.contract.worker.model.DebianKernel;
import org.imagebuilder.agent.contract.worker.model.DebianManifest;

/**
 * Where things lie on the disk and by which ids they are found: a partition for the firmware, then
 * one for everything else, up to the end.
 */
record DiskLayout(
    long sizeMebibytes, ImageIds ids, DebianArchitecture architecture, String append) {

  static final long MEBIBYTE = 1L << 20;

  /** Room for the partition tables at both ends. */
  static final long MARGIN_MEBIBYTES = 1;

  /** Room for a few kernels: updates write the new one before they remove the old one. */
  static final long ESP_MEBIBYTES = 256;

  static boolean isDisk(DebianManifest manifest) {
    return switch (manifest.getImageType()) {
      case GUEST_IMAGE, RAW -> true;
      case TAR, CONTAINER -> false;
    };
  }

  static DiskLayout of(DebianManifest manifest) {
    DebianKernel kernel =
        manifest.getCustomizations() == null ? null : manifest.getCustomizations().getKernel();
    return new DiskLayout(
        manifest.getSize() / MEBIBYTE,
        new ImageIds(manifest.getSeed()),
        DebianArchitecture.of(manifest.getArchitecture()).orElseThrow(),
        kernel == null ? "" : Absent.text(kernel.getAppend()).orElse(""));
  }

  long rootStartMebibytes() {
    return MARGIN_MEBIBYTES + ESP_MEBIBYTES;
  }

  long rootMebibytes() {
    return sizeMebibytes - rootStartMebibytes() - MARGIN_MEBIBYTES;
  }

  /** As sfdisk reads it. */
  String partitions() {
    return """
    label: gpt
    label-id: %s
    start=%dMiB, size=%dMiB, type=c12a7328-f81f-11d2-ba4b-00a0c93ec93b, uuid=%s, name=esp
    start=%dMiB, size=%dMiB, type=%s, uuid=%s, name=root
    """
        .formatted(
            ids.disk(),
            MARGIN_MEBIBYTES,
            ESP_MEBIBYTES,
            ids.espPartition(),
            rootStartMebibytes(),
            rootMebibytes(),
            architecture.rootPartitionType(),
            ids.rootPartition());
  }

  String fstab() {
    String volume = ids.espVolume();
    return """
    UUID=%s / ext4 rw,errors=remount-ro,x-systemd.growfs 0 1
    UUID=%s-%s /boot/efi vfat umask=0077 0 2
    """
        .formatted(ids.rootFileSystem(), volume.substring(0, 4), volume.substring(4));
  }

  String kernelArguments() {
    String own = "root=UUID=%s rw %s".formatted(ids.rootFileSystem(), architecture.consoles());
    return append.isEmpty() ? own : own + " " + append;
  }

  /** The boot loader's entry, named and written as a kernel update in the image would do it. */
  String bootEntry(String kernel) {
    return """
    title Debian GNU/Linux
    version %1$s
    sort-key debian
    linux /debian/%1$s/linux
    initrd /debian/%1$s/initrd.img-%1$s
    options %2$s
    """
        .formatted(kernel, kernelArguments());
  }
}
